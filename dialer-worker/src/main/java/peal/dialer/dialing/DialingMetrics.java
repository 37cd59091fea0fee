package peal.dialer.dialing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What dialing counts. Tags have few values by construction. Thread-safe. */
final class DialingMetrics {
  private final MeterRegistry registry;
  private final Timer lateness;
  private final Timer answers;
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
    this.answers =
        Timer.builder("peal_carrier_answer")
            .description(
                "From taking a dial to the carrier until its answer, the last look in between")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5))
            .register(registry);
    this.commitsFailed = counter("peal_dial_commits_failed", "Polls that were not acted upon");
    this.reportsLost = counter("peal_reports_lost", "Reports that Kafka did not take");
    List.of("placed", "refused", "unavailable", "slow_down", "unclear").forEach(this::dialedOf);
    List.of("open", "over", "never_heard_of", "unclear").forEach(this::askedOf);
    List.of("taken", "not_taken", "unclear").forEach(this::hungUpOf);
    for (NotDialedReason reason : NotDialedReason.values()) {
      notDialedOf(reason);
    }
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** The carrier answered a dial: placed, refused, unavailable, slow_down or unclear. */
  void dialed(String result) {
    dialedOf(result).increment();
  }

  private Counter dialedOf(String result) {
    return counter("peal_dials", "Dials, by what the carrier answered", "result", result);
  }

  /** A dial goes to the carrier, so long after its slot. */
  void lateness(Duration late) {
    lateness.record(late);
  }

  /** The carrier answered a dial, or will not, after so long. */
  void answered(Duration took) {
    answers.record(took);
  }

  /** A dial was given back. */
  void notDialed(NotDialedReason reason) {
    notDialedOf(reason).increment();
  }

  private Counter notDialedOf(NotDialedReason reason) {
    return counter("peal_not_dialed", "Requests given back undialed", "reason", reason.tag());
  }

  /** The carrier answered an ask: open, over, never_heard_of or unclear. */
  void asked(String result) {
    askedOf(result).increment();
  }

  private Counter askedOf(String result) {
    return counter("peal_asks", "Attempts that were looked up at the carrier", "result", result);
  }

  /** The carrier answered a hang-up: taken, not_taken or unclear. */
  void hungUp(String result) {
    hungUpOf(result).increment();
  }

  private Counter hungUpOf(String result) {
    return counter("peal_hang_ups", "Calls that the carrier was asked to end", "result", result);
  }

  /** A commit failed. */
  void commitFailed() {
    commitsFailed.increment();
  }

  /** A report was lost. */
  void reportLost() {
    reportsLost.increment();
  }

  /** A count, kept elsewhere, that is read when it is asked for. */
  void count(String name, String description, Supplier<Number> value) {
    FunctionCounter.builder(name, value, counted -> counted.get().doubleValue())
        .description(description)
        .register(registry);
  }

  /** A figure that is read when it is asked for. {@code tags} are names and values in turn. */
  void gauge(String name, String description, Supplier<Number> value, String... tags) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }
}
