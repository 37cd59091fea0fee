package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import peal.testkit.api.Exchange;

/** Sends requests as they are, good or bad. */
record Wires(URI gateway) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Exchange send(Asked asked) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway + asked.target()))
            .timeout(Duration.ofSeconds(120))
            .method(
                asked.method(),
                asked
                    .body()
                    .map(body -> BodyPublishers.ofByteArray(body.bytes()))
                    .orElse(BodyPublishers.noBody()));
    asked.headers().forEach(request::header);
    try {
      HttpResponse<byte[]> response = sent(request.build());
      Map<String, String> headers = new HashMap<>();
      asked.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      return new Exchange(
          asked.method(),
          asked.target(),
          headers,
          asked.body().map(Wires::sent).orElse(Exchange.Sent.NOTHING),
          response.statusCode(),
          response.headers(),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(asked.method() + " " + asked.target(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * The server ends a connection after some refusals, and this client may take it once more before
   * it notices. A connection of its own tells whether that was it.
   */
  private static HttpResponse<byte[]> sent(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      try (HttpClient own = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        return own.send(request, HttpResponse.BodyHandlers.ofByteArray());
      }
    }
  }

  private static Exchange.Sent sent(Asked.Body body) {
    return body.form()
        .map(Exchange.Sent::form)
        .orElseGet(() -> Exchange.Sent.text(new String(body.bytes(), StandardCharsets.UTF_8)));
  }
}
