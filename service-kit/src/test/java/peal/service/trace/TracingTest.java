package peal.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Origin ORIGIN = new Origin("req-1", "00-" + TRACE + "-b7ad6b7169203331-01");

  @Test
  void withoutACollectorAnOriginPassesThroughAsItCame() {
    try (Tracing tracing = Tracing.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "));
        Tracing.Step step = tracing.answering("GET /x", ORIGIN)) {
      step.tell("a", "b");
      step.failed();

      assertThat(step.origin()).isSameAs(ORIGIN);
    }
  }

  @Test
  void aCollectorHearsOfStepsThatFollowOneAnotherInTheClientsTrace() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          synchronized (told) {
            exchange.getRequestBody().transferTo(told);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    Origin first;
    Origin second;
    try (Tracing tracing =
        Tracing.of(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/",
                "OTEL_SERVICE_NAME",
                "the-gateway"),
            Duration.ofMinutes(1))) {
      try (Tracing.Step upload = tracing.answering("POST", ORIGIN)) {
        upload.was("POST /v1/api/batch-calls");
        first = upload.origin();
      }
      try (Tracing.Step dial = tracing.asking("dial", first)) {
        second = dial.origin();
        dial.failed();
      }
    } finally {
      collector.stop(0);
    }

    assertThat(first.requestId()).isEqualTo("req-1");
    assertThat(first.traceParent()).startsWith("00-" + TRACE).isNotEqualTo(ORIGIN.traceParent());
    assertThat(second.traceParent()).startsWith("00-" + TRACE).isNotEqualTo(first.traceParent());
    JsonNode resource = new ObjectMapper().readTree(told.toByteArray()).at("/resourceSpans/0");
    assertThat(resource.at("/resource/attributes").toString())
        .contains("\"service.name\"", "\"the-gateway\"");
    JsonNode upload = resource.at("/scopeSpans/0/spans/0");
    JsonNode dial = resource.at("/scopeSpans/0/spans/1");
    assertThat(upload.path("name").asText()).isEqualTo("POST /v1/api/batch-calls");
    assertThat(upload.path("traceId").asText()).isEqualTo(TRACE);
    assertThat(upload.path("parentSpanId").asText()).isEqualTo("b7ad6b7169203331");
    assertThat(upload.path("kind").asInt()).isEqualTo(2);
    assertThat(upload.path("attributes").toString()).contains("peal.request", "req-1");
    assertThat(upload.path("endTimeUnixNano").asLong())
        .isGreaterThanOrEqualTo(upload.path("startTimeUnixNano").asLong());
    assertThat(dial.path("parentSpanId").asText()).isEqualTo(upload.path("spanId").asText());
    assertThat(dial.path("kind").asInt()).isEqualTo(3);
    assertThat(dial.at("/status/code").asInt()).isEqualTo(2);
  }
}
