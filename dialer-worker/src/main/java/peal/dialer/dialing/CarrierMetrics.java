package peal.dialer.dialing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What is counted of one carrier; the label {@code carrier} has its id. Thread-safe. */
final class CarrierMetrics {
  private static final String LABEL = "carrier";

  private final MeterRegistry registry;
  private final String carrier;
  private final List<Supplier<Number>> counted = new CopyOnWriteArrayList<>();
  private final Timer answers;

  CarrierMetrics(MeterRegistry registry, String carrier) {
    this.registry = registry;
    this.carrier = carrier;
    this.answers =
        Timer.builder("peal_carrier_answer")
            .description(
                "From taking a dial to the carrier until its answer, the last look in between")
            .tag(LABEL, carrier)
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5))
            .register(registry);
    List.of("placed", "refused", "unavailable", "slow_down", "unclear").forEach(this::dialedOf);
    List.of("open", "over", "never_heard_of", "not_yet_known", "unclear", "dropped")
        .forEach(this::askedOf);
    List.of("taken", "not_taken", "unclear", "dropped").forEach(this::hungUpOf);
  }

  private Counter counter(String name, String description, String result) {
    return Counter.builder(name)
        .description(description)
        .tags(LABEL, carrier, "result", result)
        .register(registry);
  }

  /** It answered a dial: placed, refused, unavailable, slow_down or unclear. */
  void dialed(String result) {
    dialedOf(result).increment();
  }

  private Counter dialedOf(String result) {
    return counter("peal_dials", "Dials, by what the carrier answered", result);
  }

  /** It answered a dial, or will not, after so long. */
  void answered(Duration took) {
    answers.record(took);
  }

  /** It answered an ask: open, over, never_heard_of, not_yet_known or unclear; or was not asked. */
  void asked(String result) {
    askedOf(result).increment();
  }

  private Counter askedOf(String result) {
    return counter("peal_asks", "Attempts that were looked up at the carrier", result);
  }

  /** It answered a hang-up: taken, not_taken or unclear; or was not asked. */
  void hungUp(String result) {
    hungUpOf(result).increment();
  }

  private Counter hungUpOf(String result) {
    return counter("peal_hang_ups", "Calls that the carrier was asked to end", result);
  }

  /** A count, kept elsewhere, that is read when it is asked for. */
  void count(String name, String description, Supplier<Number> value) {
    // The registry itself holds it weakly, and would show its last value for ever.
    counted.add(value);
    FunctionCounter.builder(name, value, count -> count.get().doubleValue())
        .description(description)
        .tag(LABEL, carrier)
        .register(registry);
  }

  /** A figure that is read when it is asked for. */
  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).tag(LABEL, carrier).register(registry);
  }
}
