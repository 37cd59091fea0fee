package peal.testkit.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import peal.testkit.api.Exchange.Sent;
import peal.topics.DomainJson;

/** Sends requests with the same headers to one address. Thread-safe. */
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private static final int READ_AT_ONCE = 64 * 1024;

  private static final List<Onlooker> ONLOOKERS =
      ServiceLoader.load(Onlooker.class).stream().map(ServiceLoader.Provider::get).toList();

  private final List<URI> bases;
  private final Map<String, String> headers;
  private final Duration answerWithin;
  private final Duration uploadWithin;
  private final JsonMapper json = DomainJson.newMapper();

  Http(URI base, Map<String, String> headers) {
    this(List.of(base), headers, Duration.ofSeconds(30), Duration.ofMinutes(5));
  }

  /**
   * Sends to the first of {@code bases}; what only asks goes to the others too where one says
   * nothing.
   */
  Http(List<URI> bases, Map<String, String> headers, Duration answerWithin, Duration uploadWithin) {
    this.bases = List.copyOf(bases);
    this.headers = Map.copyOf(headers);
    this.answerWithin = answerWithin;
    this.uploadWithin = uploadWithin;
  }

  /** The same headers to another address. */
  Http at(URI other) {
    return new Http(other, headers);
  }

  /** The same addresses with further headers. */
  Http with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new Http(bases, all, answerWithin, uploadWithin);
  }

  /**
   * Reads an answer to its end and keeps none of it; returns how many lines it has.
   *
   * @throws UncheckedIOException also when it is a refusal, or breaks off before its end
   */
  long lines(String path) {
    HttpRequest request = request(path).timeout(uploadWithin).GET().build();
    try {
      HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
      return lines(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API was asked", e);
    }
  }

  /**
   * The bytes of an answer, a file.
   *
   * @throws UncheckedIOException also when it is a refusal, or breaks off before its end
   */
  byte[] file(String path) {
    HttpRequest request = request(path).timeout(uploadWithin).GET().build();
    try {
      HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API was asked", e);
    }
  }

  private static long lines(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      byte[] piece = new byte[READ_AT_ONCE];
      long lines = 0;
      for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
        for (int i = 0; i < read; i++) {
          lines += piece[i] == '\n' ? 1 : 0;
        }
      }
      return lines;
    }
  }

  Answer get(String path) {
    UncheckedIOException silence = null;
    for (URI base : bases) {
      try {
        return send(request(base, path).GET(), Sent.NOTHING);
      } catch (UncheckedIOException e) {
        silence = e;
      }
    }
    throw silence;
  }

  Answer delete(String path) {
    return send(request(path).DELETE(), Sent.NOTHING);
  }

  Answer json(String method, String path, Object body) {
    return json(method, path, body, Map.of());
  }

  Answer json(String method, String path, Object body, Map<String, String> more) {
    try {
      String text = json.writeValueAsString(body);
      HttpRequest.Builder request =
          request(path)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(text));
      more.forEach(request::header);
      return send(request, Sent.text(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer post(String path, Form form, Map<String, String> more) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", form.contentType()).POST(form.body());
    more.forEach(request::header);
    return send(request.timeout(uploadWithin), Sent.form(form.known()));
  }

  private HttpRequest.Builder request(String path) {
    return request(bases.getFirst(), path);
  }

  private HttpRequest.Builder request(URI base, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(answerWithin);
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder builder, Sent sent) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
      Exchange exchange = exchange(request, sent, response);
      ONLOOKERS.forEach(onlooker -> onlooker.saw(exchange));
      return new Answer(response.statusCode(), parse(response), response.headers(), Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API was asked", e);
    }
  }

  private static Exchange exchange(HttpRequest request, Sent sent, HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String query = request.uri().getRawQuery();
    return new Exchange(
        request.method(),
        request.uri().getRawPath() + (query == null ? "" : "?" + query),
        headers,
        sent,
        response.statusCode(),
        response.headers(),
        response.body());
  }

  /** JSON where the answer says that it is; any other text as a text node. */
  private JsonNode parse(HttpResponse<byte[]> response) throws IOException {
    if (response.body().length == 0) {
      return MissingNode.getInstance();
    }
    boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
    return isJson
        ? json.readTree(response.body())
        : json.getNodeFactory().textNode(new String(response.body(), StandardCharsets.UTF_8));
  }
}
