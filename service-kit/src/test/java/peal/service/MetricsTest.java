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
  void aLabelOfKafkaDoesNotChangeWithEveryStart() {
    registry
        .counter(
            "kafka.producer.record.error.total",
            "client.id",
            "peal-dispatch-8a6e2f0c-1111-2222-3333-0123456789ab-StreamThread-1-producer",
            "kafka.version",
            "4.3.1")
        .increment();

    assertThat(registry.scrape())
        .contains(
            "kafka_producer_record_error_total{client_id=\"peal-dispatch-StreamThread-1-producer\"}");
  }

  @Test
  void theProcessShowsItsMemory() {
    assertThat(registry.scrape()).contains("jvm_memory_used_bytes");
  }
}
