package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;

/** A list with a filter looks at every batch, and holds few of them at once. */
class FilteredBatchesTest {
  private static final int COUNT = 450;

  private final MemoryLanes memory = new MemoryLanes();
  private final List<Watched> lanes =
      IntStream.range(0, 2).mapToObj(i -> new Watched(memory.reader(Story.lane(i)))).toList();
  private final Batches batches = new Batches(lanes);

  /** How many batches of a lane were read at once. */
  private static final class Watched implements RelayedLane {
    private final LaneReader lane;
    private int most;

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
    public List<LaneBatch> batches(BatchSpan span) {
      List<LaneBatch> read = lane.batches(span);
      most = Math.max(most, read.size());
      return read;
    }
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
      BatchPage found = batches.page(page, BatchStatus.CANCELLED);

      assertThat(found.total()).isEqualTo(cancelled.size());
      assertThat(found.batches())
          .extracting(BatchSummary::id)
          .isEqualTo(cancelled.stream().skip(page.offset()).limit(page.limit()).toList());
    }
    assertThat(batches.page(new Page(1, 20), BatchStatus.FAILED).total()).isZero();
  }

  @Test
  void fewAreHeldAtOnceHoweverManyThereAre() {
    givenBatches();

    batches.page(new Page(1, 20), BatchStatus.CANCELLED);

    assertThat(lanes)
        .extracting(lane -> lane.most)
        .allSatisfy(most -> assertThat(most).isBetween(1, COUNT / 2));
  }
}
