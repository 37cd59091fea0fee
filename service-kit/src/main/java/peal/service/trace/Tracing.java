package peal.service.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells a collector, by OpenTelemetry's protocol over HTTP, what this process did for whom. It is
 * on where {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set; else nothing is made, and origins pass
 * through as they came. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String SERVICE = "OTEL_SERVICE_NAME";
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final Optional<SdkTracerProvider> provider;
  private final Duration flush;

  private Tracing(Optional<SdkTracerProvider> provider, Duration flush) {
    this.provider = provider;
    this.flush = flush;
  }

  /** Made when it is first wanted: whoever configures nothing loads none of the library. */
  private static final class OfProcess {
    static final Tracing TRACING = of(System.getenv());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(TRACING::close, "last-spans"));
    }
  }

  /** What the environment of this process says. */
  public static Tracing ofProcess() {
    return OfProcess.TRACING;
  }

  /**
   * What {@code environment} says: {@code OTEL_EXPORTER_OTLP_ENDPOINT} is a collector's address
   * without a path, {@code OTEL_SERVICE_NAME} names this process ({@code peal} where absent).
   */
  static Tracing of(Map<String, String> environment) {
    return of(environment, FLUSH);
  }

  /** As the other; {@code flush} is how long {@link #close} may take to send the last. */
  static Tracing of(Map<String, String> environment, Duration flush) {
    String endpoint = environment.getOrDefault(ENDPOINT, "").strip();
    if (endpoint.isEmpty()) {
      return new Tracing(Optional.empty(), flush);
    }
    String service = environment.getOrDefault(SERVICE, "peal");
    URI traces = URI.create(endpoint.replaceFirst("/+$", "") + "/v1/traces");
    return new Tracing(Optional.of(Sending.to(traces, service)), flush);
  }

  /** Apart from the rest, for checking this code when it is loaded loads some of the library. */
  private static final class Sending {
    static SdkTracerProvider to(URI traces, String service) {
      return SdkTracerProvider.builder()
          .setResource(
              Resource.getDefault()
                  .merge(
                      Resource.create(
                          Attributes.of(AttributeKey.stringKey("service.name"), service))))
          .addSpanProcessor(BatchSpanProcessor.builder(new Collector(traces)).build())
          .build();
    }
  }

  /** Something that this process does. To be closed, by whichever thread, when it is done. */
  public interface Step extends AutoCloseable {
    /** What the next to be asked should be told. */
    Origin origin();

    /** A fact about it; never personal data. */
    void tell(String name, String value);

    /** What it was, where that is known only now. */
    void was(String name);

    /** It went wrong. */
    void failed();

    @Override
    void close();
  }

  /** Begins to answer {@code origin}'s request. */
  public Step answering(String what, Origin origin) {
    return begin(what, SpanKind.SERVER, origin);
  }

  /** Begins to ask somebody else, because of {@code origin}. */
  public Step asking(String what, Origin origin) {
    return begin(what, SpanKind.CLIENT, origin);
  }

  private Step begin(String what, SpanKind kind, Origin origin) {
    if (provider.isEmpty()) {
      return new Untold(origin);
    }
    Span span =
        provider
            .get()
            .get("peal")
            .spanBuilder(what)
            .setSpanKind(kind)
            .setParent(Context.root().with(Span.wrap(parent(origin))))
            .startSpan();
    return new Told(span, origin);
  }

  /** {@code 00-<trace>-<parent>-<flags>}, which {@link Origin} has checked. */
  private static SpanContext parent(Origin origin) {
    if (origin.traceParent() == null) {
      return SpanContext.getInvalid();
    }
    String[] parts = origin.traceParent().split("-");
    return SpanContext.createFromRemoteParent(
        parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
  }

  /** Sends what has not been sent yet; at most 5 s. */
  @Override
  public void close() {
    provider.ifPresent(tracing -> tracing.shutdown().join(flush.toMillis(), TimeUnit.MILLISECONDS));
  }

  private record Untold(Origin origin) implements Step {
    @Override
    public void tell(String name, String value) {}

    @Override
    public void was(String name) {}

    @Override
    public void failed() {}

    @Override
    public void close() {}
  }

  private static final class Told implements Step {
    private final Span span;
    private final Origin origin;

    private Told(Span span, Origin from) {
      this.span = span;
      SpanContext own = span.getSpanContext();
      this.origin =
          new Origin(
              from.requestId(),
              "00-%s-%s-%s"
                  .formatted(own.getTraceId(), own.getSpanId(), own.getTraceFlags().asHex()));
      if (from.requestId() != null) {
        span.setAttribute("peal.request", from.requestId());
      }
    }

    @Override
    public Origin origin() {
      return origin;
    }

    @Override
    public void tell(String name, String value) {
      span.setAttribute(name, value);
    }

    @Override
    public void was(String name) {
      span.updateName(name);
    }

    @Override
    public void failed() {
      span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
      span.end();
    }
  }
}
