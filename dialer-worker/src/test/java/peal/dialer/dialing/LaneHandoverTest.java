package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.dialer.dialing.LaneHandover.Step;

class LaneHandoverTest {
  private final LaneHandover handover =
      new LaneHandover(Duration.ofSeconds(45), Duration.ofSeconds(15));

  private Step at(long second, boolean failing, boolean alone) {
    return handover.next(failing, alone, Duration.ofSeconds(second).toNanos());
  }

  @Test
  void aWorkerThatCannotReachTheCarrierForLongStepsOutAndComesBack() {
    assertThat(at(0, true, false)).isEqualTo(Step.STAY);
    assertThat(at(44, true, false)).isEqualTo(Step.STAY);
    assertThat(at(45, true, false)).isEqualTo(Step.LEAVE);
    assertThat(at(59, true, false)).isEqualTo(Step.REST);
    assertThat(at(60, true, false)).isEqualTo(Step.RETURN);
    assertThat(at(61, true, false)).isEqualTo(Step.STAY);
    assertThat(at(105, true, false)).isEqualTo(Step.STAY);
    assertThat(at(106, true, false)).isEqualTo(Step.LEAVE);
  }

  @Test
  void aDialThatGoesThroughBeginsItsPatienceAnew() {
    at(0, true, false);
    assertThat(at(40, false, false)).isEqualTo(Step.STAY);
    at(41, true, false);

    assertThat(at(85, true, false)).isEqualTo(Step.STAY);
    assertThat(at(86, true, false)).isEqualTo(Step.LEAVE);
  }

  @Test
  void theLastOneStays() {
    at(0, true, true);

    assertThat(at(600, true, true)).isEqualTo(Step.STAY);
    assertThat(at(601, true, false)).isEqualTo(Step.LEAVE);
  }
}
