package peal.gateway.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import peal.gateway.Refusals;
import peal.gateway.Table;
import peal.service.http.ApiError;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topic;

/**
 * A table that is a compacted topic: what is put is acknowledged by Kafka and read back before it
 * counts as kept.
 */
public final class KafkaTable<V> implements Table<V>, AutoCloseable {
  private static final Duration READ_BACK = Duration.ofSeconds(5);

  private final Topic<String, V> topic;
  private final CompactedTable<V> rows;
  private final KafkaProducer<String, V> producer;

  /** Starts reading {@code topic}. */
  public KafkaTable(KafkaClients clients, Topic<String, V> topic) {
    this.topic = topic;
    this.rows = new CompactedTable<>(clients, topic, "gateway");
    this.producer =
        clients.producer(
            "gateway-" + topic.name(), topic.values().serializer(), WhileAClientWaits.SETTINGS);
  }

  @Override
  public Optional<V> get(String key) {
    return rows.get(key);
  }

  @Override
  public Collection<V> values() {
    return rows.values();
  }

  @Override
  public void put(String key, V value) {
    try {
      RecordMetadata written =
          producer
              .send(new ProducerRecord<>(topic.name(), key, value))
              .get(WhileAClientWaits.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!rows.awaitOffset(written.offset(), READ_BACK)) {
        throw unsure();
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw unsure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsure();
    }
  }

  private static ApiError unsure() {
    return Refusals.unavailable(
        "Kafka did not confirm the change in time. Look whether it is there before you try again.");
  }

  @Override
  public boolean caughtUp() {
    return rows.caughtUp();
  }

  /** Ends within ten seconds. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    rows.close();
  }
}
