package peal.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import peal.domain.CallStatus;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;

class LaneFoldPropertyTest {
  private static final LaneBatchKey KEY = new LaneBatchKey(Story.lane(0), "b1");

  private MemoryLanes lanes;
  private LaneFold fold;

  @BeforeTry
  void nothingIsKnown() {
    lanes = new MemoryLanes();
    fold = new LaneFold(lanes);
  }

  @Property(tries = 300)
  void countsAddUpAndAgreeWithARecountAfterEveryEvent(@ForAll Random random) {
    RandomLife life = new RandomLife(random);

    for (LaneEvent event : life.shuffled(random)) {
      fold.apply(Story.lane(0), event);

      assertThat(lanes.batch(KEY).tally()).isEqualTo(recount(false, 0, Long.MAX_VALUE));
      Counts counts = lanes.batch(KEY).counts();
      assertThat(counts.open() + counts.completed() + counts.failed() + counts.cancelled())
          .isEqualTo(counts.total());
      lanes
          .blocks(KEY)
          .forEach(
              (index, block) ->
                  assertThat(block.tally())
                      .isEqualTo(recount(true, Block.firstRow(index), Block.lastRow(index))));
    }

    assertThat(lanes.batch(KEY).counts().total()).isEqualTo(life.rows.size());
    assertThat(lanes.blocks(KEY).values().stream().mapToLong(Block::rows).sum())
        .isEqualTo(life.rows.size());
  }

  @Property(tries = 300)
  void noCallLeavesATerminalStatus(@ForAll Random random) {
    RandomLife life = new RandomLife(random);
    Map<Long, CallStatus> ended = new HashMap<>();

    for (LaneEvent event : life.shuffled(random)) {
      fold.apply(Story.lane(0), event);

      lanes
          .calls(KEY)
          .forEach(
              (row, call) -> {
                CallStatus now = shown(call);
                assertThat(now).isEqualTo(ended.getOrDefault(row, now));
                if (now.terminal()) {
                  ended.put(row, now);
                }
              });
    }
  }

  @Property(tries = 300)
  void everyCallEndsAsDispatchDecided(@ForAll Random random) {
    RandomLife life = new RandomLife(random);

    life.shuffled(random).forEach(event -> fold.apply(Story.lane(0), event));

    life.end.forEach(
        (row, status) -> assertThat(shown(lanes.call(KEY, row))).as("row %s", row).isEqualTo(status));
    lanes
        .calls(KEY)
        .forEach((row, call) -> assertThat(life.end.containsKey(row)).isEqualTo(shown(call).terminal()));
  }

  @Property(tries = 300)
  void theOrderInWhichReportsAreReadDoesNotMatter(@ForAll Random random) {
    RandomLife life = new RandomLife(random);
    MemoryLanes other = new MemoryLanes();

    life.shuffled(random).forEach(event -> fold.apply(Story.lane(0), event));
    life.shuffled(random).forEach(event -> new LaneFold(other).apply(Story.lane(0), event));

    assertThat(other.calls(KEY)).isEqualTo(lanes.calls(KEY));
    assertThat(other.batch(KEY)).isEqualTo(lanes.batch(KEY));
  }

  @Property(tries = 100)
  void talkAndFirstStartAgreeWithARecount(@ForAll Random random) {
    RandomLife life = new RandomLife(random);

    life.shuffled(random).forEach(event -> fold.apply(Story.lane(0), event));

    var attempts = lanes.calls(KEY).values().stream().flatMap(c -> c.attempts().stream()).toList();
    Instant first =
        attempts.stream()
            .map(Attempt::start)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null);
    BatchView batch = lanes.batch(KEY);
    assertThat(batch.firstStart()).isEqualTo(first);
    assertThat(batch.talkMillis())
        .isEqualTo(attempts.stream().mapToLong(Attempt::talkMillis).sum());
    assertThat(batch.talks())
        .isEqualTo(attempts.stream().filter(a -> a.talkSeconds() != null).count());
    assertThat(batch.recent()).hasSizeLessThanOrEqualTo(BatchView.RECENT);
  }

  private CallStatus shown(CallView call) {
    boolean dropped = lanes.batch(KEY).over() && call.status() == CallStatus.WAITING;
    return dropped ? CallStatus.CANCELLED : call.status();
  }

  private Tally recount(boolean onlyKnown, long first, long last) {
    Tally tally = Tally.NONE;
    for (Map.Entry<Long, CallView> call : lanes.calls(KEY).entrySet()) {
      boolean inside = call.getKey() >= first && call.getKey() <= last;
      if (inside && (call.getValue().known() || !onlyKnown)) {
        tally = tally.moved(CallStatus.WAITING, call.getValue().status());
      }
    }
    return tally;
  }
}
