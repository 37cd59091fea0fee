package peal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  @Test
  void itMovesOnlyWhenTold() {
    ManualClock clock = new ManualClock();
    assertThat(clock.instant()).isEqualTo(ManualClock.START).isEqualTo(clock.instant());

    clock.advance(Duration.ofMillis(1_500));

    assertThat(clock.millis()).isEqualTo(ManualClock.START.toEpochMilli() + 1_500);
  }

  @Test
  void tokensComeInOrder() {
    Tokens tokens = new Tokens();
    assertThat(tokens.next()).isEqualTo("t000001").isLessThan(tokens.next());
  }
}
