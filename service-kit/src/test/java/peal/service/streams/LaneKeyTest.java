package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

class LaneKeyTest {
  private static final Lane LANE = new Lane(new WorkspaceId("acme"), 1);
  private static final Lane NEXT = new Lane(new WorkspaceId("acme"), 10);

  @Test
  void theOrderOfKeysIsTheOrderOfBatchesAndThenOfNumbers() {
    List<Bytes> ordered =
        List.of(
            LaneKey.of(LANE, "b1"),
            LaneKey.of(LANE, "b1", 2),
            LaneKey.of(LANE, "b1", 255),
            LaneKey.of(LANE, "b1", 256),
            LaneKey.of(LANE, "b1", Long.MAX_VALUE),
            LaneKey.of(LANE, "b10", 1),
            LaneKey.of(LANE, "b2", 1),
            LaneKey.of(NEXT, "b0", 1));

    assertThat(ordered).isSorted();
  }

  @Test
  void aKeySaysWhatItWasMadeOf() {
    Bytes key = LaneKey.of(LANE, "b1", 7, 9);

    assertThat(LaneKey.laneOf(key)).isEqualTo(LANE);
    assertThat(LaneKey.batchOf(key)).isEqualTo(BatchId.ofToken("b1"));
    assertThat(LaneKey.number(key, 0)).isEqualTo(9);
    assertThat(LaneKey.number(key, 1)).isEqualTo(7);
  }

  @Test
  void aLanesSpanHoldsItsOwnKeysOnly() {
    LaneKey.Span span = LaneKey.span(LANE);

    assertThat(List.of(LaneKey.of(LANE, "0"), LaneKey.of(LANE, "zz", Long.MAX_VALUE)))
        .allMatch(key -> key.compareTo(span.from()) >= 0 && key.compareTo(span.to()) <= 0);
    assertThat(LaneKey.of(NEXT, "b1")).isGreaterThan(span.to());
  }
}
