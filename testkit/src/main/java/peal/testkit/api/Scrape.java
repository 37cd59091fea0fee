package peal.testkit.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** A service as operators see it: its health and its figures. */
public final class Scrape {
  private final URI service;

  /** The service that listens at {@code service}. */
  public Scrape(URI service) {
    this.service = service;
  }

  /** Whether the process says that it need not be restarted. */
  public boolean live() {
    return get("/health/live").statusCode() == 200;
  }

  /** Whether it says that it can do its work. */
  public boolean ready() {
    return get("/health/ready").statusCode() == 200;
  }

  /** What {@code /metrics} answers. */
  public String text() {
    return get("/metrics").body();
  }

  /** Every line of {@code /metrics} that is a figure. */
  public List<String> figures() {
    return text().lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** The first figure whose line begins with {@code series}: a name, or a name and its labels. */
  public OptionalDouble figure(String series) {
    return figures().stream()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst();
  }

  private HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve(path)).timeout(Duration.ofSeconds(60)).build();
    // A connection of its own, for a service that stops waits for those that are open.
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("no answer to " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
