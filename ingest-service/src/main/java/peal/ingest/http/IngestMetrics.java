package peal.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What this service counts. Thread-safe. */
final class IngestMetrics {
  private static final List<String> KINDS =
      List.of("start", "redial", "rows", "validate", "preview", "plan", "list");

  private final MeterRegistry registry;
  private final Counter rows;

  IngestMetrics(MeterRegistry registry, Supplier<Number> uploadsNow) {
    this.registry = registry;
    Gauge.builder("peal.ingest.uploads.active", uploadsNow)
        .description("Uploads that come in or are worked on")
        .register(registry);
    for (String kind : KINDS) {
      for (Result result : Result.values()) {
        uploadOf(kind, result);
      }
    }
    this.rows =
        Counter.builder("peal.ingest.rows")
            .description("Rows that became calls")
            .register(registry);
  }

  /** How an upload ended. */
  enum Result {
    /** Answered with 200. */
    ACCEPTED,
    /** The client must change something. */
    REFUSED,
    /** The client may try again. */
    UNAVAILABLE,
    /** Our fault. */
    FAILED
  }

  void rows(long count) {
    rows.increment(count);
  }

  void upload(String kind, Result result, Duration took) {
    uploadOf(kind, result).record(took);
  }

  private Timer uploadOf(String kind, Result result) {
    return Timer.builder("peal.ingest.uploads")
        .description("Uploads, from the first byte to the answer")
        .tag("kind", kind)
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
