package peal.service.trace;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.DomainJson;

/**
 * Sends spans to a collector in the JSON form of OpenTelemetry's protocol (OTLP 1.x over HTTP).
 * What it does not take is lost: traces are for looking, not for keeping. Thread-safe.
 */
final class Collector implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final JsonMapper json = new JsonMapper(DomainJson.newFactory());
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final URI traces;

  /** A collector that takes traces at {@code traces}. */
  Collector(URI traces) {
    this.traces = traces;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = new CompletableResultCode();
    HttpRequest request =
        HttpRequest.newBuilder(traces)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body(spans).toString()))
            .build();
    http.sendAsync(request, BodyHandlers.discarding())
        .whenComplete((answer, fault) -> {
          if (fault == null && answer.statusCode() / 100 == 2) {
            result.succeed();
          } else {
            LOG.warn(
                "{} spans were not taken by {}: {}",
                spans.size(),
                traces,
                fault == null ? answer.statusCode() : fault.toString());
            result.fail();
          }
        });
    return result;
  }

  /** One resource and one scope: a process's spans share them. */
  private ObjectNode body(Collection<SpanData> spans) {
    ObjectNode body = json.createObjectNode();
    ObjectNode ofResource = body.putArray("resourceSpans").addObject();
    ObjectNode ofScope = ofResource.putArray("scopeSpans").addObject();
    ofScope.putObject("scope").put("name", "peal");
    ArrayNode list = ofScope.putArray("spans");
    for (SpanData span : spans) {
      attributes(ofResource.withObject("resource").withArrayProperty("attributes"), span);
      write(span, list.addObject());
    }
    return body;
  }

  private static void attributes(ArrayNode resource, SpanData span) {
    if (resource.isEmpty()) {
      write(span.getResource().getAttributes(), resource);
    }
  }

  private static void write(SpanData span, ObjectNode to) {
    to.put("traceId", span.getTraceId());
    to.put("spanId", span.getSpanId());
    if (span.getParentSpanContext().isValid()) {
      to.put("parentSpanId", span.getParentSpanId());
    }
    to.put("name", span.getName());
    // The protocol counts from 1, with 0 for "not said".
    to.put("kind", span.getKind().ordinal() + 1);
    // 64-bit numbers are texts there.
    to.put("startTimeUnixNano", Long.toString(span.getStartEpochNanos()));
    to.put("endTimeUnixNano", Long.toString(span.getEndEpochNanos()));
    write(span.getAttributes(), to.putArray("attributes"));
    if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
      to.putObject("status").put("code", 2);
    }
  }

  private static void write(Attributes attributes, ArrayNode to) {
    attributes.forEach((key, value) ->
        to.addObject()
            .put("key", key.getKey())
            .putObject("value")
            .put("stringValue", String.valueOf(value)));
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
