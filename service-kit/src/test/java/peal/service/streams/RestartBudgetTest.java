package peal.service.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RestartBudget budget = new RestartBudget("an-application", () -> now);

  @Test
  void aFaultThatKeepsComingEndsTheApplication() {
    for (int i = 0; i < 5; i++) {
      assertThat(budget.handle(new IllegalStateException("again"))).isEqualTo(REPLACE_THREAD);
    }

    assertThat(budget.handle(new IllegalStateException("again"))).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void rareFaultsAreForgotten() {
    for (int i = 0; i < 50; i++) {
      assertThat(budget.handle(new IllegalStateException("rare"))).isEqualTo(REPLACE_THREAD);
      now = now.plusSeconds(61);
    }
  }
}
