package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallQueued;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.Attempt;
import peal.projector.fold.LaneFold;

/**
 * How much of calls is read for what is shown of them: rows may be long, and so is what is said.
 */
class ReadCallsTest {
  private static final int LANES = 3;
  private static final String NOTES = "n".repeat(50_000);

  private final MemoryLanes memory = new MemoryLanes();
  private final List<Watched> lanes =
      IntStream.range(0, LANES).mapToObj(i -> new Watched(memory.reader(Story.lane(i)))).toList();
  private final Batches batches = new Batches(lanes);

  /** What has been read of a lane's calls. */
  private static final class Watched implements RelayedLane {
    private final LaneReader lane;
    private final List<LaneCall> read = new ArrayList<>();

    Watched(LaneReader lane) {
      this.lane = lane;
    }

    @Override
    public Lane lane() {
      return lane.lane();
    }

    @Override
    public <T> T ask(Function<LaneReader, T> question) {
      return question.apply(lane);
    }

    @Override
    public List<LaneCall> calls(
        BatchId batch,
        List<RowRange> ranges,
        Set<CallStatus> statuses,
        int limit,
        CallShare share) {
      List<LaneCall> calls = lane.calls(batch, ranges, statuses, limit, share);
      read.addAll(calls);
      return calls;
    }
  }

  private void given(int rows) {
    LaneFold fold = new LaneFold(memory);
    for (int lane = 0; lane < LANES; lane++) {
      fold.apply(Story.lane(lane), Story.of("b1", lane).opened(rows, rows / LANES));
    }
    for (long row = 1; row <= rows; row++) {
      Story story = Story.of("b1", (int) (row % LANES));
      Lane lane = Story.lane(story.lane());
      fold.apply(
          lane,
          new CallQueued(
              story.call(row), Story.at(0.5), Story.number(row), Map.of("notes", NOTES)));
      fold.apply(lane, story.dialing(row, 1, 2));
      fold.apply(lane, story.ended(row, 1, 4, Outcome.ANSWERED, 2.0));
      fold.apply(lane, story.settled(row, 1, 4, Outcome.ANSWERED));
    }
  }

  private List<LaneCall> read() {
    return lanes.stream().flatMap(lane -> lane.read.stream()).toList();
  }

  @Test
  void ofAPageItsOwnCallsAreReadAndNoTranscripts() {
    given(900);

    CallPage page =
        batches.calls(Story.of("b1", 0).batch(), Optional.empty(), new Page(40, 20)).orElseThrow();

    assertThat(page.calls()).hasSize(20);
    assertThat(page.calls().getFirst().id().row()).isEqualTo(781);
    assertThat(read()).hasSize(20);
    assertThat(read())
        .flatExtracting(call -> call.view().attempts())
        .extracting(Attempt::transcript)
        .containsOnlyNulls();
  }

  @Test
  void ofAllCallsAMegabyteIsHeldHoweverFewThatAre() {
    given(300);
    Iterator<LaneCall> all =
        batches.everyCall(Story.of("b1", 0).batch(), Optional.empty()).orElseThrow();
    long most = 0;
    long row = 0;

    while (all.hasNext()) {
      assertThat(all.next().id().row()).isEqualTo(++row);
      most = Math.max(most, read().size() - row);
    }

    assertThat(row).isEqualTo(300);
    assertThat(read()).hasSize(300);
    assertThat(most * NOTES.length()).isLessThan(2L * EveryCall.PIECE_BYTES);
  }
}
