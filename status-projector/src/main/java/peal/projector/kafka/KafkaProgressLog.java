package peal.projector.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.WebhookProgress;
import peal.projector.webhooks.ProgressLog;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Keeps progress in {@code webhook-progress}. What is not written in time is told again. */
public final class KafkaProgressLog implements ProgressLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProgressLog.class);

  private final CompactedTable<WebhookProgress> table;
  private final Topics topics;
  private final KafkaProducer<String, WebhookProgress> producer;

  /** Writes by {@code clients}; {@code table} shows what was written. */
  public KafkaProgressLog(
      KafkaClients clients, Topics topics, CompactedTable<WebhookProgress> table) {
    this.table = table;
    this.topics = topics;
    this.producer =
        clients.producer(
            "projector-webhook-progress",
            topics.webhookProgress().values().serializer(),
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 50, ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000));
  }

  @Override
  public Optional<WebhookProgress> last(String key) {
    return table.get(key);
  }

  @Override
  public Collection<WebhookProgress> all() {
    return table.values();
  }

  @Override
  public void keep(WebhookProgress progress) {
    write(progress.key(), progress);
  }

  @Override
  public void forget(WebhookProgress progress) {
    write(progress.key(), null);
  }

  private void write(String key, WebhookProgress progress) {
    try {
      producer.send(
          new ProducerRecord<>(topics.webhookProgress().name(), key, progress),
          (written, fault) -> {
            if (fault != null) {
              LOG.warn("How far a webhook is told could not be written: {}", fault.toString());
            }
          });
    } catch (KafkaException e) {
      LOG.warn("How far a webhook is told could not be written: {}", e.toString());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
