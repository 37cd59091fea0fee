package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.BatchView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;

class CallPagePropertyTest {
  private static final Outcome[] OUTCOMES = Outcome.values();

  private record World(MemoryLanes memory, int lanes, int rows) {
    List<LaneReader> readers() {
      return IntStream.range(0, lanes).mapToObj(i -> memory.reader(Story.lane(i))).toList();
    }

    /** Every call as it is shown, read one by one. */
    List<LaneCall> naive() {
      List<LaneCall> all = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        LaneBatchKey key = new LaneBatchKey(Story.lane(lane), "b1");
        BatchView batch = memory.batch(key);
        int index = lane;
        memory
            .calls(key)
            .forEach((row, call) ->
                all.add(
                    new LaneCall(
                        new CallId("b1", index, row),
                        batch.over() && call.status() == CallStatus.WAITING
                            ? call.dropped(null)
                            : call)));
      }
      all.sort(Comparator.comparingLong(call -> call.id().row()));
      return all;
    }
  }

  @Property(tries = 60)
  void everyPageOfEveryFilterIsTheSliceOfTheFilteredList(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int lanes) {
    World world = world(random, lanes);
    Batches batches = new Batches(world.readers());
    Optional<CallStatus> filter =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(CallStatus.values()[random.nextInt(CallStatus.values().length)]);
    List<LaneCall> matching =
        world.naive().stream()
            .filter(call -> filter.isEmpty() || filter.get() == call.view().status())
            .toList();
    int limit = 1 + random.nextInt(100);
    int pages = matching.size() / limit + 2;

    for (int tried = 0; tried < 5; tried++) {
      Page page = new Page(1 + random.nextInt(pages), limit);

      CallPage found = batches.calls(Story.of("b1", 0).batch(), filter, page).orElseThrow();

      assertThat(found.calls())
          .isEqualTo(matching.stream().skip(page.offset()).limit(limit).toList());
      assertThat(found.total()).isEqualTo(matching.size());
    }
  }

  @Property(tries = 40)
  void theSummaryCountsWhatIsListed(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int lanes) {
    World world = world(random, lanes);

    BatchSummary batch = new Batches(world.readers()).find(Story.of("b1", 0).batch()).orElseThrow();

    for (CallStatus status : CallStatus.values()) {
      assertThat(batch.counts().of(status))
          .isEqualTo(world.naive().stream().filter(call -> call.view().status() == status).count());
    }
    assertThat(batch.counts().total()).isEqualTo(world.rows());
    assertThat(batch.recent())
        .isSortedAccordingTo(
            Comparator.comparing((LaneCall call) -> call.view().settledAt()).reversed());
  }

  private static World world(Random random, int lanes) {
    MemoryLanes memory = new MemoryLanes();
    LaneFold fold = new LaneFold(memory);
    int rows = 1 + random.nextInt(4_000);
    int[] laneOf = random.ints(rows + 1L, 0, lanes).toArray();
    long[] rowsOf = new long[lanes];
    IntStream.rangeClosed(1, rows).forEach(row -> rowsOf[laneOf[row]]++);
    Story[] stories =
        IntStream.range(0, lanes).mapToObj(i -> Story.of("b1", i)).toArray(Story[]::new);
    for (int lane = 0; lane < lanes; lane++) {
      fold.apply(Story.lane(lane), stories[lane].opened(rows, rowsOf[lane]));
      fold.apply(Story.lane(lane), stories[lane].sealed(rowsOf[lane]));
    }
    int busy = random.nextInt(100);
    for (int row = 1; row <= rows; row++) {
      int lane = laneOf[row];
      fold.apply(Story.lane(lane), stories[lane].row(row));
      if (random.nextInt(100) < busy) {
        fold.apply(Story.lane(lane), stories[lane].dialing(row, 1, row));
        if (random.nextBoolean()) {
          Outcome outcome = OUTCOMES[random.nextInt(OUTCOMES.length)];
          fold.apply(Story.lane(lane), stories[lane].settled(row, 1, row + 5, outcome));
        }
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      if (random.nextInt(4) == 0) {
        fold.apply(Story.lane(lane), stories[lane].stopped(rows));
      }
    }
    return new World(memory, lanes, rows);
  }
}
