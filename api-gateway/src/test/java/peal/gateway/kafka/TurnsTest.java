package peal.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnsTest {
  private final Turns turns = new Turns();

  /** An emergency stop does not wait until Kafka has answered another tenant. */
  @Test
  void whoeverWantsAnotherKeyDoesNotWait() throws Exception {
    try (Turns.Turn held = turns.take("own/acme");
        ExecutorService others = Executors.newSingleThreadExecutor()) {
      others
          .submit(() -> {
            for (int i = 0; i < 1_000; i++) {
              turns.take("own/rival-" + i).close();
            }
          })
          .get();

      assertThat(turns.keys()).isEqualTo(1);
    }
    assertThat(turns.keys()).isZero();
  }

  @Test
  void ofOneKeyThereIsOneTurnAtATime() throws Exception {
    int[] inTurn = {0};
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(
            many.submit(() -> {
              try (Turns.Turn turn = turns.take("own/acme")) {
                int before = inTurn[0];
                Thread.yield();
                inTurn[0] = before + 1;
              }
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(inTurn[0]).isEqualTo(200);
    assertThat(turns.keys()).isZero();
  }
}
