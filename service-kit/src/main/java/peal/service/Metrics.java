package peal.service;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;

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

  private Metrics() {}

  /** A registry with the memory and processor of this JVM in it. Thread-safe. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public MeterFilterReply accept(Meter.Id id) {
                return id.getName().startsWith("kafka.") && !OF_KAFKA.contains(id.getName())
                    ? MeterFilterReply.DENY
                    : MeterFilterReply.NEUTRAL;
              }
            });
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    return registry;
  }
}
