package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.CallId;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallQueued;

/**
 * Commands overtake rows. A row that came after the cancel and before the sweep hid those that
 * waited, and their numbers lay in the store for ever.
 */
class CancelWhileRowsComeTest {
  private static final int ROWS = 1_200;

  private final TestLane lane = new TestLane();

  @Test
  void nothingIsLeftOfACancelledBatchWhoseRowsStillCome() {
    open();
    rows(1, 3);

    lane.take(new BatchCancelled(BATCH, T0), T0);
    rows(4, ROWS);
    lane.tick(T0.plusSeconds(1));

    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void norOfOneThatExpiredWhileTheyCame() {
    open();
    rows(1, ROWS - 1);
    Instant late = T0.plusSeconds(1_000);

    assertThat(lane.tick(late).events()).first().isInstanceOf(BatchExpired.class);
    rows(ROWS, ROWS);
    for (int tick = 1; tick <= 3; tick++) {
      lane.tick(late.plusMillis(50L * tick));
    }

    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void whatAnEarlierVersionLeftGoesWhenTheLaneIsReadAgain() {
    open();
    rows(1, 3);
    BatchProgress left = lane.store.progress.get(BATCH).in(Phase.STOPPED).taken("", 3);
    lane.store.put(left);
    lane.book = lane.store.book();

    rows(4, ROWS);
    for (int tick = 1; tick <= 3; tick++) {
      lane.tick(T0.plusMillis(50L * tick));
    }

    assertThat(lane.store.isEmpty()).isTrue();
  }

  private void open() {
    lane.take(
        new BatchOpened(
            BATCH, T0, null, LaneLife.agent(), ROWS, ROWS, T0.plusSeconds(900), null, null),
        T0);
  }

  private void rows(int from, int to) {
    for (int row = from; row <= to; row++) {
      CallId id = CallId.ofRow(BATCH, 0, row);
      lane.take(new CallQueued(id, T0, TestLane.number(row), Map.of()), T0);
    }
  }
}
