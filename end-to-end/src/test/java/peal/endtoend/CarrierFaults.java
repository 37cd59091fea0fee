package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Makes the simulated carrier fail on purpose. */
final class CarrierFaults {
  private CarrierFaults() {}

  /**
   * From now on the carrier at {@code simulator} fails as {@code json} says; {@code {}} mends it.
   * The fields are in docs/carrier-protocol.md.
   */
  static void set(URI simulator, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(simulator.resolve("/faults"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the simulator answered " + status + " to " + json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
