package peal.dialer.dialing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What dialing counts. Tags have few values by construction. Thread-safe. */
final class DialingMetrics {
  private final MeterRegistry registry;
  private final Timer lateness;
  private final Counter commitsFailed;
  private final Counter reportsLost;

  DialingMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.lateness =
        Timer.builder("peal_dial_lateness")
            .description("From the slot of a dial to the request to the carrier")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(2))
            .register(registry);
    this.commitsFailed = counter("peal_dial_commits_failed", "Polls that were not acted upon");
    this.reportsLost = counter("peal_reports_lost", "Reports that Kafka did not take");
    for (NotDialedReason reason : NotDialedReason.values()) {
      notDialedOf(reason);
    }
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** A dial goes to the carrier, so long after its slot. */
  void lateness(Duration late) {
    lateness.record(late);
  }

  /** A dial was given back. */
  void notDialed(NotDialedReason reason) {
    notDialedOf(reason).increment();
  }

  private Counter notDialedOf(NotDialedReason reason) {
    return counter("peal_not_dialed", "Requests given back undialed", "reason", reason.tag());
  }

  /** A commit failed. */
  void commitFailed() {
    commitsFailed.increment();
  }

  /** A report was lost. */
  void reportLost() {
    reportsLost.increment();
  }

  /** A figure that is read when it is asked for. {@code tags} are names and values in turn. */
  void gauge(String name, String description, Supplier<Number> value, String... tags) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }
}
