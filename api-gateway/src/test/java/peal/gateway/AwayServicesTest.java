package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.gateway.RunningGateway.Reply;

/** Of several services behind the gateway, some or all are away, stop or say nothing. */
class AwayServicesTest {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void whereOneProjectorIsAwayTheNextIsAsked() {
    try (RunningGateway lame =
        new RunningGateway(
            Map.of(
                "PEAL_PROJECTOR_URLS",
                StubService.nobody() + ", " + gateway.projector.url() + "/"))) {
      gateway.projector.says(200, "{\"ok\":1}");

      for (int i = 0; i < 4; i++) {
        assertThat(lame.get(BATCHES).body()).isEqualTo("{\"ok\":1}");
      }
    }
  }

  @Test
  void aProjectorThatStopsIsPassedOver() {
    try (StubService stopping = new StubService();
        RunningGateway two =
            new RunningGateway(
                Map.of("PEAL_PROJECTOR_URLS", stopping.url() + "," + gateway.projector.url()))) {
      stopping.says(503, "{\"error\":\"stopping\"}");
      gateway.projector.says(200, "{\"ok\":1}");

      for (int i = 0; i < 4; i++) {
        assertThat(two.get(BATCHES).body()).isEqualTo("{\"ok\":1}");
      }
      assertThat(stopping.asked).isNotEmpty();
    }
  }

  @Test
  void aProjectorThatIsSilentIsPassedOverAndThenAskedLast() {
    CountDownLatch over = new CountDownLatch(1);
    try (StubService paused = new StubService();
        RunningGateway two =
            new RunningGateway(
                Map.of("PEAL_PROJECTOR_URLS", paused.url() + "," + gateway.projector.url()))) {
      gateway.projector.says(200, "{\"ok\":1}");
      paused.says(asked -> {
        await(over);
        return StubService.Says.json(200, "{}");
      });

      for (int i = 0; i < 6; i++) {
        assertThat(two.get(BATCHES).body()).isEqualTo("{\"ok\":1}");
      }
      assertThat(paused.asked).hasSize(1);
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whereNoneAnswersTheClientIsToldToComeAgain() {
    try (RunningGateway lonely =
        new RunningGateway(
            Map.of(
                "PEAL_PROJECTOR_URLS", StubService.nobody(),
                "PEAL_INGEST_URLS", StubService.nobody()))) {
      for (Reply reply :
          new Reply[] {
            lonely.get(BATCHES),
            lonely.get(BATCHES + "/template"),
            lonely.ask("POST", BATCHES, "a file"),
            lonely.ask("DELETE", BATCHES + "/" + BATCH, null)
          }) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(reply.json().path("code").asText()).isEqualTo("UNAVAILABLE");
      }
    }
  }
}
