package peal.standalone.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import peal.standalone.chaos.plan.FaultKind;

/** Makes the simulated phone network misbehave, by its own route for that. */
final class CarrierFaults {
  private final URI simulator;

  CarrierFaults(URI simulator) {
    this.simulator = simulator;
  }

  /** Lets {@code kind} begin, in place of what was wrong before. */
  void begin(FaultKind kind) {
    put(
        switch (kind) {
          case SLOW_CARRIER -> "{\"slowAnswerMillis\": 2500}";
          case CARRIER_ERRORS -> "{\"errorRate\": 0.5}";
          case TOO_MANY -> "{\"tooManyRate\": 0.5}";
          case CARRIER_DOWN -> "{\"down\": true}";
          case LOST_ANSWERS -> "{\"lostAnswerRate\": 0.5}";
          case LOST_CALLBACKS -> "{\"lostCallbackRate\": 0.5}";
          case REPEATED_CALLBACKS -> "{\"duplicateCallbackRate\": 0.8}";
          case LATE_CALLBACKS -> "{\"lateCallbackRate\": 0.6, \"lateCallbackMillis\": 4000}";
          case DENIED_NUMBER -> throw new IllegalArgumentException(kind + " needs a number");
          default -> throw new IllegalArgumentException(kind + " is not the carrier's");
        });
  }

  /** Nobody may call from {@code number}, in place of what was wrong before. */
  void deny(String number) {
    put("{\"deniedNumbers\": [\"" + number + "\"]}");
  }

  /** Nothing is wrong any more. */
  void end() {
    put("{}");
  }

  private void put(String faults) {
    HttpRequest request =
        HttpRequest.newBuilder(simulator.resolve("/faults"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(faults))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the simulator refused its faults with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the simulator does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulator was told its faults", e);
    }
  }
}
