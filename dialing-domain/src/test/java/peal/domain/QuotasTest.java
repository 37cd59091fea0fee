package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 10, 10.5, 50, 300})
  void whatAPaceDialsInTheUsualRetentionIsKeptByDefault(double pace) {
    Quotas usual = new Limits(pace, 100, 1_000_000).quotasOrUsual();

    assertThat(usual.keptCalls()).isGreaterThan((int) (pace * RETENTION.toSeconds()));
    assertThat(usual.keptBytes() / usual.keptCalls()).as("bytes of a row").isGreaterThan(270);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5_000, 1_000_000})
  void whoMayHaveSoManyCallsOutMayHaveThemAsSingleCalls(int calls) {
    assertThat(new Limits(10, calls, 1_000_000).quotasOrUsual().openBatches())
        .isGreaterThanOrEqualTo(calls);
  }

  @Test
  void theUsualPaceHasWhatWasUsualBefore() {
    assertThat(Limits.DEFAULT.quotasOrUsual())
        .isEqualTo(new Quotas(4L << 20, 32L << 20, 1_000, 30_000_000, 8_192));
  }

  @Test
  void theLargestPaceHasTheMostThatMayBeSet() {
    assertThat(new Limits(10_000, 1_000_000, 1_000_000).quotasOrUsual())
        .isEqualTo(new Quotas(4L << 20, 32L << 20, 1_000_000, 1_000_000_000, 1_000_000));
  }

  @Test
  void whatIsSetCountsWhateverThePace() {
    Quotas set = new Quotas(null, null, 7, null, 1);

    Quotas quotas = new Limits(100, 100, 1_000_000, null, set).quotasOrUsual();

    assertThat(quotas.openBatches()).isEqualTo(7);
    assertThat(quotas.keptMegabytes()).isEqualTo(1);
    assertThat(quotas.keptCalls()).isEqualTo(300_000_000);
  }
}
