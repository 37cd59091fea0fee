package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
  private final ManualTime time = new ManualTime();
  private final ClockOffset offset = new ClockOffset();

  /** A request that took {@code way} ms, of a dispatcher whose clock is so many ms behind ours. */
  private void request(long way, long behind) {
    request(0, way, behind);
  }

  private void request(int partition, long way, long behind) {
    Moment arrival = time.clocks.now();
    offset.saw(arrival, partition, arrival.wall().minusMillis(way + behind));
  }

  @Test
  void whereNoRequestCameNothingIsSaid() {
    assertThat(offset.seconds()).isNaN();
  }

  @Test
  void theQuickestRequestIsNearestToTheOffset() {
    request(900, 1_500);
    request(20, 1_500);
    request(400, 1_500);

    assertThat(offset.seconds()).isEqualTo(1.52);
  }

  @Test
  void aDispatcherThatIsAheadGivesANegativeOffset() {
    request(30, -1_500);

    assertThat(offset.seconds()).isEqualTo(-1.47);
  }

  @Test
  void aDispatcherThatIsRightDoesNotHideOneThatIsNot() {
    request(0, 10, 0);
    request(1, 20, 1_500);
    request(0, 10, 0);
    assertThat(offset.seconds()).isEqualTo(1.52);

    request(2, 10, -2_000);
    assertThat(offset.seconds()).isEqualTo(-1.99);
  }

  @Test
  void aPartitionThatComesNoMoreIsForgottenAfterTwoMinutes() {
    request(1, 10, 1_500);
    time.pass(Duration.ofSeconds(61));
    request(0, 10, 0);
    assertThat(offset.seconds()).isEqualTo(1.51);

    time.pass(Duration.ofSeconds(61));
    request(0, 10, 0);
    assertThat(offset.seconds()).isEqualTo(0.01);
  }

  @Test
  void aClockThatWasSetRightIsForgottenAfterTwoMinutes() {
    request(10, -1_500);
    time.pass(Duration.ofSeconds(61));
    request(10, 0);
    assertThat(offset.seconds()).isEqualTo(-1.49);

    time.pass(Duration.ofSeconds(61));
    request(10, 0);
    assertThat(offset.seconds()).isEqualTo(0.01);
  }
}
