package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;

/** A list with a filter looks at so many batches, and holds few of them at once. */
class FilteredBatchesTest {
  private static final int COUNT = 450;
  private static final int MANY = 1_300;
  private static final Optional<BatchStatus> CANCELLED = Optional.of(BatchStatus.CANCELLED);
  private static final Optional<BatchStatus> FAILED = Optional.of(BatchStatus.FAILED);

  private final MemoryLanes memory = new MemoryLanes();
  private final List<Watched> lanes =
      IntStream.range(0, 2).mapToObj(i -> new Watched(memory.reader(Story.lane(i)))).toList();
  private final Batches batches = new Batches(lanes);

  /** How many batches of a lane were read at once. */
  private static final class Watched implements RelayedLane {
    private final LaneReader lane;
    private int most;
    private int all;
    private int ids;

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
    public List<BatchId> batchIds(int limit, BatchId before) {
      List<BatchId> read = lane.batchIds(limit, before);
      ids = Math.max(ids, read.size());
      return read;
    }

    @Override
    public List<LaneBatch> batches(BatchSpan span) {
      List<LaneBatch> read = lane.batches(span);
      most = Math.max(most, read.size());
      all += read.size();
      return read;
    }
  }

  /** A tenant who has had many batches must not cost everybody a walk through all of them. */
  @Test
  void soManyAreLookedAtWhereNoneMatchesAndTheRestIsAskedForByWhereThatEnded() {
    LaneFold fold = new LaneFold(memory);
    for (int i = 0; i < MANY; i++) {
      for (int lane = 0; lane < 2; lane++) {
        fold.apply(Story.lane(lane), story(i, lane).opened(2, 1));
      }
    }
    fold.apply(Story.lane(0), story(3, 0).expired(5));

    BatchPage newest = batches.page(new Page(1, 20), FAILED, null);

    int looked = Batches.LOOKED_AT_IN_ALL / 2;
    assertThat(newest.total()).isZero();
    assertThat(newest.looked()).isEqualTo(story(MANY - looked, 0).batch());
    assertThat(lanes).extracting(lane -> lane.all).containsOnly(looked);
    assertThat(lanes).extracting(lane -> lane.ids).containsOnly(looked + 1);

    BatchPage rest = batches.page(new Page(1, 20), FAILED, newest.looked());

    assertThat(rest.looked()).isNull();
    assertThat(rest.batches()).extracting(BatchSummary::id).containsExactly(story(3, 0).batch());
    assertThat(lanes).extracting(lane -> lane.all).containsOnly(MANY);
  }

  @Test
  void withoutAStatusAllThatAreOlderAreListed() {
    givenBatches();

    BatchPage older = batches.page(new Page(1, 2), Optional.empty(), story(10, 0).batch());

    assertThat(older.total()).isEqualTo(10);
    assertThat(older.batches())
        .extracting(BatchSummary::id)
        .containsExactly(story(9, 0).batch(), story(8, 0).batch());
  }

  /** Each third batch has been cancelled, which one of its two lanes knows. */
  private List<BatchId> givenBatches() {
    LaneFold fold = new LaneFold(memory);
    List<BatchId> cancelled = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      for (int lane = 0; lane < 2; lane++) {
        fold.apply(Story.lane(lane), story(i, lane).opened(2, 1));
      }
      if (i % 3 == 0) {
        fold.apply(Story.lane(1), story(i, 1).stopped(5));
        cancelled.addFirst(story(i, 1).batch());
      }
    }
    return cancelled;
  }

  private static Story story(int number, int lane) {
    return Story.of("b%04d".formatted(number), lane);
  }

  @Test
  void everyPageIsTheSliceOfThoseThatMatch() {
    List<BatchId> cancelled = givenBatches();

    for (int number = 1; number <= 9; number++) {
      Page page = new Page(number, 20);
      BatchPage found = batches.page(page, CANCELLED, null);

      assertThat(found.total()).isEqualTo(cancelled.size());
      assertThat(found.batches())
          .extracting(BatchSummary::id)
          .isEqualTo(cancelled.stream().skip(page.offset()).limit(page.limit()).toList());
    }
    assertThat(batches.page(new Page(1, 20), FAILED, null).total()).isZero();
  }

  @Test
  void fewAreHeldAtOnceHoweverManyThereAre() {
    givenBatches();

    batches.page(new Page(1, 20), CANCELLED, null);

    assertThat(lanes)
        .extracting(lane -> lane.most)
        .allSatisfy(most -> assertThat(most).isBetween(1, COUNT / 2));
  }
}
