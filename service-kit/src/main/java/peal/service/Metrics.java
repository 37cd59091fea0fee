package peal.service;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a service's figures are kept, for {@code /metrics}. */
public final class Metrics {
  /**
   * What operators look at, of the hundreds of figures that Kafka's clients keep for each
   * partition, store and broker.
   */
  private static final Set<String> OF_KAFKA =
      Set.of(
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.thread.punctuate.ratio",
          "kafka.stream.thread.commit.ratio",
          "kafka.stream.thread.commit.latency.max",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.coordinator.failed.rebalance.total",
          "kafka.consumer.coordinator.rebalance.latency.max",
          "kafka.producer.record.error.total",
          "kafka.producer.txn.commit.time.ns.total");

  /** Say nothing that the instance does not say, or change with every start. */
  private static final Set<String> LABELS_LEFT_OUT = Set.of("kafka.version", "application.id");

  /** Streams names its clients after a process id of its own, which a lost folder changes. */
  private static final Pattern PROCESS_ID =
      Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Metrics() {}

  /** A registry with the memory, processor and age of this JVM in it. Thread-safe. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(new OfKafka())
        .meterFilter(MeterFilter.denyNameStartsWith("jvm.buffer"));
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  /** Lets few of Kafka's figures through, with labels that a restart does not change. */
  private static final class OfKafka implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      if (!isOfKafka(id)) {
        return id;
      }
      List<Tag> tags =
          id.getTags().stream()
              .filter(tag -> !LABELS_LEFT_OUT.contains(tag.getKey()))
              .map(tag -> Tag.of(tag.getKey(), PROCESS_ID.matcher(tag.getValue()).replaceAll("")))
              .toList();
      return id.replaceTags(tags);
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
      return isOfKafka(id) && !OF_KAFKA.contains(id.getName())
          ? MeterFilterReply.DENY
          : MeterFilterReply.NEUTRAL;
    }

    private static boolean isOfKafka(Meter.Id id) {
      return id.getName().startsWith("kafka.");
    }
  }
}
