package peal.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What this service counts. Thread-safe. */
final class IngestMetrics {
  private final MeterRegistry registry;
  private final Counter rows;

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
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
    Timer.builder("peal.ingest.uploads")
        .description("Uploads, from the first byte to the answer")
        .tag("kind", kind)
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(took);
  }
}
