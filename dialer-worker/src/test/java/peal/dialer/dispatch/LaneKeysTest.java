package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

class LaneKeysTest {
  private static final Lane LANE = new Lane(new WorkspaceId("ws"), 1);
  private static final BatchId BATCH = BatchId.ofToken("b1");

  /** Stores of earlier versions have one queue for each batch. */
  @Test
  void theFirstQueueHasTheKeysOfItsBatch() {
    assertThat(LaneKeys.queue(LANE, BATCH, 0)).isEqualTo(LaneKeys.batch(LANE, BATCH));
    assertThat(LaneKeys.row(LANE, BATCH, 0, 7))
        .isEqualTo(LaneKeys.row(LANE, CallId.ofRow(BATCH, 1, 7)));
  }

  @Test
  void aQueueLeadsToItsBatch() {
    for (int queue : new int[] {0, 1, 12}) {
      Bytes key = LaneKeys.queue(LANE, BATCH, queue);

      assertThat(LaneKeys.batchOfQueue(key)).isEqualTo(LaneKeys.batch(LANE, BATCH));
    }
  }

  @Test
  void noQueueLiesWithinAnother() {
    Bytes last = LaneKeys.row(LANE, BATCH, 1, Long.MAX_VALUE);

    assertThat(LaneKeys.row(LANE, BATCH, 0, Long.MAX_VALUE))
        .isLessThan(LaneKeys.row(LANE, BATCH, 1, 0));
    assertThat(LaneKeys.row(LANE, BATCH, 10, 0)).isGreaterThan(last);
  }
}
