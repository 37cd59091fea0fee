package peal.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenTelemetry collector on loopback that keeps the spans that it is sent. Thread-safe. */
final class StubCollector implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * One step of one process.
   *
   * @param service the process's name
   * @param name what it did
   * @param trace which trace it belongs to
   * @param id its own id
   * @param parent the id of the step that led to it, or empty
   * @param request the id of the client's request, or empty
   */
  record Span(
      String service, String name, String trace, String id, String parent, String request) {}

  /** Listens at a free port. */
  StubCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    for (JsonNode resource : JSON.readTree(exchange.getRequestBody()).path("resourceSpans")) {
      String service = attribute(resource.at("/resource/attributes"), "service.name");
      for (JsonNode scope : resource.path("scopeSpans")) {
        scope.path("spans").forEach(span -> spans.add(span(service, span)));
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Span span(String service, JsonNode span) {
    return new Span(
        service,
        span.path("name").asText(),
        span.path("traceId").asText(),
        span.path("spanId").asText(),
        span.path("parentSpanId").asText(),
        attribute(span.path("attributes"), "peal.request"));
  }

  private static String attribute(JsonNode attributes, String key) {
    for (JsonNode attribute : attributes) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.at("/value/stringValue").asText();
      }
    }
    return "";
  }

  /** Where it listens, as {@code OTEL_EXPORTER_OTLP_ENDPOINT} wants it. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Every span of {@code trace} so far. */
  List<Span> of(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
