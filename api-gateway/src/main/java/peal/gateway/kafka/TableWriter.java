package peal.gateway.kafka;

import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import peal.service.kafka.KafkaClients;
import peal.topics.Topic;

/** Writes the rows of all tables, by one producer. Thread-safe. */
public final class TableWriter implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;

  /** A writer that is ready. */
  public TableWriter(KafkaClients clients) {
    this.producer =
        clients.producer("gateway-tables", new ByteArraySerializer(), WhileAClientWaits.SETTINGS);
  }

  /**
   * Sends a row to {@code topic}; what comes back says where it lies once Kafka has it.
   *
   * @throws peal.topics.OversizedRecord when no topic takes it
   * @throws org.apache.kafka.common.KafkaException when Kafka cannot be reached in time
   */
  <V> Future<RecordMetadata> send(Topic<String, V> topic, String key, V value) {
    byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
    return producer.send(new ProducerRecord<>(topic.name(), key, bytes));
  }

  /** Sends what is still held, for at most 5 s. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
