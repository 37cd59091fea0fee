package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneFold;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;
import peal.projector.fold.Opening;
import peal.projector.fold.Tally;

class EveryCallTest {
  private static final BatchId BATCH = BatchId.ofToken("b1");

  /** Rows 1, 1 + lanes, 1 + 2 lanes, … of a batch of many rows, made when they are asked for. */
  private static final class ManyRows implements LaneReader {
    @Override
    public LaneLists lists() {
      return LaneLists.NONE;
    }

    @Override
    public List<ListEntry> entries(PhoneNumber number) {
      return List.of();
    }

    @Override
    public List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit) {
      return List.of();
    }

    private final int index;
    private final int lanes;
    private final long rows;
    private long given;

    ManyRows(int index, int lanes, long rows) {
      this.index = index;
      this.lanes = lanes;
      this.rows = rows;
    }

    @Override
    public Lane lane() {
      return Story.lane(index);
    }

    @Override
    public Optional<LaneBatch> batch(BatchId batch) {
      Opening opened =
          new Opening(
              Story.at(0),
              null,
              "agent_1",
              rows,
              rows / lanes,
              null,
              false,
              null,
              null,
              null,
              null,
              null,
              0,
              null);
      BatchView view =
          new BatchView(
              opened,
              new BatchView.Sealed(Story.at(1), rows / lanes),
              Tally.NONE,
              null,
              null,
              null,
              null,
              null,
              0,
              0,
              List.of(),
              null,
              false,
              null,
              null,
              null,
              null,
              null,
              null,
              null);
      return Optional.of(new LaneBatch(batch, view, List.of()));
    }

    @Override
    public List<BatchId> batchIds(int limit, BatchId before) {
      return List.of();
    }

    @Override
    public List<LaneBatch> batches(BatchSpan span) {
      return List.of();
    }

    @Override
    public LaneTotals totals() {
      return LaneTotals.NONE;
    }

    @Override
    public List<IndexedBlock> blocks(BatchId batch) {
      return LongStream.rangeClosed(0, Block.of(rows))
          .mapToObj(at ->
              new IndexedBlock(
                  at, new Block((int) mine(RowRange.ofBlock(at)).count(), rows, -1, Tally.NONE)))
          .toList();
    }

    private LongStream mine(RowRange range) {
      return LongStream.rangeClosed(Math.max(1, range.first()), Math.min(rows, range.last()))
          .filter(row -> row % lanes == index);
    }

    @Override
    public List<LaneCall> calls(
        BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
      List<LaneCall> calls =
          ranges.stream()
              .flatMap(range -> mine(range).boxed())
              .limit(limit)
              .map(row ->
                  new LaneCall(
                      CallId.ofRow(batch, index, row),
                      CallView.queued(Story.number(row), Map.of(), null)))
              .toList();
      given += calls.size();
      return calls;
    }

    @Override
    public Optional<LaneCall> call(BatchId batch, long row) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64})
  void aMillionRowsAreReadOnceEachInFileOrderAndAFewThousandAreHeldAtMost(int lanes) {
    long rows = 1_000_000;
    List<ManyRows> readers =
        IntStream.range(0, lanes).mapToObj(i -> new ManyRows(i, lanes, rows)).toList();
    EveryCall calls = new Batches(readers).everyCall(BATCH, Optional.empty()).orElseThrow();

    long row = 0;
    long mostHeld = 0;
    while (calls.hasNext()) {
      row++;
      long next = calls.next().id().row();
      if (next != row) {
        throw new AssertionError("row " + next + " came in place of " + row);
      }
      if (row % 500 == 0) {
        long held = readers.stream().mapToLong(reader -> reader.given).sum() - row;
        mostHeld = Math.max(mostHeld, held);
      }
    }

    assertThat(row).isEqualTo(rows);
    assertThat(mostHeld).isLessThanOrEqualTo(8_000);
  }

  @Test
  void aFilterReadsOnlyWhatMatchesAndAStoppedLanesWaitingCallsAreCancelled() {
    MemoryLanes memory = new MemoryLanes();
    Story even = Story.of("b1", 0);
    Story odd = Story.of("b1", 1);
    LaneFold fold = new LaneFold(memory);
    fold.apply(Story.lane(0), even.opened(6, 3));
    fold.apply(Story.lane(1), odd.opened(6, 3));
    for (long row = 1; row <= 6; row++) {
      Story story = row % 2 == 0 ? even : odd;
      fold.apply(Story.lane(story.lane()), story.row(row));
    }
    fold.apply(Story.lane(0), even.dialing(2, 1, 2));
    fold.apply(Story.lane(0), even.ended(2, 1, 4, Outcome.ANSWERED, 2.0));
    fold.apply(Story.lane(0), even.settled(2, 1, 4, Outcome.ANSWERED));
    fold.apply(Story.lane(1), odd.stopped(5));

    assertThat(rows(memory, Optional.empty())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(rows(memory, Optional.of(CallStatus.COMPLETED))).containsExactly(2L);
    assertThat(rows(memory, Optional.of(CallStatus.CANCELLED))).containsExactly(1L, 3L, 5L);
    assertThat(rows(memory, Optional.of(CallStatus.WAITING))).containsExactly(4L, 6L);
  }

  @Test
  void ofABatchThatNobodyKnowsThereIsNothing() {
    List<LaneReader> lanes = List.of(new MemoryLanes().reader(Story.lane(0)));

    assertThat(new Batches(lanes).everyCall(BATCH, Optional.empty())).isEmpty();
  }

  private static List<Long> rows(MemoryLanes memory, Optional<CallStatus> filter) {
    List<LaneReader> lanes = List.of(memory.reader(Story.lane(0)), memory.reader(Story.lane(1)));
    List<Long> rows = new ArrayList<>();
    new Batches(lanes)
        .everyCall(BATCH, filter)
        .orElseThrow()
        .forEachRemaining(call -> rows.add(call.id().row()));
    return rows;
  }
}
