package peal.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a few calls through a simulator of its own, which is then thrown away, beside the start of
 * the real one. The pace of callers is judged by the ledger's times, and without this the first
 * second of a fresh process would show its class loading instead.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final int CALLS = 100;

  private Rehearsal() {}

  /** Begins, and lets the caller go on; what goes wrong in it is left for real calls to show. */
  static void begin() {
    Thread.ofPlatform().daemon().name("rehearsal").start(Rehearsal::play);
  }

  private static void play() {
    try (SimulatorService stage =
            SimulatorWiring.start(Map.of("PEAL_PORT", "0", "PEAL_SIMULATOR_PROFILE", "instant"));
        HttpClient client = HttpClient.newHttpClient()) {
      for (int call = 1; call <= CALLS; call++) {
        client.send(request(stage.address(), call), BodyHandlers.discarding());
      }
    } catch (IOException e) {
      LOG.warn("The rehearsal was cut short.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpRequest request(URI stage, int call) {
    String body =
        """
        {"to": "+15550100000", "prompt": "Say hello.", "reference": "rehearsal/0",
         "callbackUrl": "%s/callbacks"}\
        """
            .formatted(stage);
    return HttpRequest.newBuilder(URI.create(stage + "/calls"))
        .timeout(Duration.ofSeconds(5))
        .header("Idempotency-Key", "call_rehearsal-0-" + call + "#1")
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
