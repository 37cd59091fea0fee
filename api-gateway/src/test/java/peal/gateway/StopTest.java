package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class StopTest {
  @Test
  void beforeItStopsItSaysThatItIsNotReadyAndServesOn() {
    RunningGateway gateway = new RunningGateway(Map.of("PEAL_STOP_NOTICE_SECONDS", "2"));
    CountDownLatch over = new CountDownLatch(1);
    gateway.pause = time -> over.await();
    gateway.projector.says(200, "{\"ok\":1}");
    assertThat(gateway.get("/health/ready").status()).isEqualTo(200);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::stop);

    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> gateway.get("/health/ready").status() == 503);
    assertThat(gateway.get("/health/live").status()).isEqualTo(200);
    assertThat(gateway.get("/v1/api/batch-calls").body()).isEqualTo("{\"ok\":1}");
    over.countDown();
    assertThat(closing).succeedsWithin(Duration.ofSeconds(120));
  }
}
