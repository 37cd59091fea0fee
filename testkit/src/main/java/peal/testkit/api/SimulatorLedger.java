package peal.testkit.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import peal.testkit.evidence.Ledger;

/** Reads what the carrier simulator wrote down. */
public final class SimulatorLedger {
  private SimulatorLedger() {}

  /**
   * Every ring so far.
   *
   * @param simulator where the simulator is, such as {@code http://127.0.0.1:8090}
   * @throws UncheckedIOException when it does not answer, or answers something else
   */
  public static Ledger read(URI simulator) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(simulator.resolve("/ledger?format=json"))
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("the simulator answered " + response.statusCode());
        }
        return Ledger.parse(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the ledger was read", e);
    }
  }
}
