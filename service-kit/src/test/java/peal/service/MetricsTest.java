package peal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final PrometheusMeterRegistry registry = Metrics.registry();

  @Test
  void ofKafkasFiguresOnlyThoseThatOperatorsUseAreKept() {
    registry.counter("kafka.producer.topic.record.send.total", "topic", "t").increment();
    registry.counter("kafka.consumer.coordinator.failed.rebalance.total").increment();
    registry.counter("peal_rows").increment();

    assertThat(registry.scrape())
        .doesNotContain("kafka_producer_topic")
        .contains("kafka_consumer_coordinator_failed_rebalance_total 1.0")
        .contains("peal_rows_total 1.0");
  }

  @Test
  void theProcessShowsItsMemory() {
    assertThat(registry.scrape()).contains("jvm_memory_used_bytes");
  }
}
