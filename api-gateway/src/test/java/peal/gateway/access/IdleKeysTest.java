package peal.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import peal.gateway.access.RateLimit.Allowance;

class IdleKeysTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final RateLimit limit = new RateLimit(2, () -> 1, () -> now);

  private boolean takes(String key) {
    return limit.consume(new Allowance("acme", key, 2, 2)).isConsumed();
  }

  @Test
  void keysThatWereIdleForAMinuteAreForgotten() {
    for (int minute = 0; minute < 10; minute++) {
      for (int i = 0; i < 1_000; i++) {
        takes("key-" + minute + "-" + i);
      }
      now = now.plusSeconds(60);
    }

    assertThat(limit.remembered()).isLessThanOrEqualTo(2_000);
  }

  @Test
  void whoHasUsedUpItsRequestsIsRemembered() {
    takes("busy");
    takes("busy");
    now = now.plusSeconds(59);
    for (int i = 0; i < 5_000; i++) {
      takes("key-" + i);
    }

    assertThat(takes("busy")).isFalse();
    now = now.plusSeconds(1);
    assertThat(takes("busy")).isTrue();
  }
}
