package peal.testkit.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import peal.domain.Lane;
import peal.domain.event.LaneEvent;
import peal.topics.Topic;
import peal.topics.Topics;

/** Writes to Peal's topics what a service would write, and what none would. */
public final class Pen implements AutoCloseable {
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;

  /** A pen for the broker of {@code kafka}. */
  public Pen(KafkaFixture kafka, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                2),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes {@code event} to its lane; in order, and durable after {@link #flush}. */
  public <V extends LaneEvent> void write(Topic<String, V> topic, Lane lane, V event) {
    ProducerRecord<String, V> typed = topics.record(topic, lane, event);
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            typed.partition(),
            typed.timestamp(),
            topic.keys().serializer().serialize(topic.name(), typed.key()),
            topic.values().serializer().serialize(topic.name(), event)));
  }

  /** Writes {@code value} where the key belongs by Kafka's own hash. */
  public <V> void write(Topic<String, V> topic, String key, V value) {
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            topic.keys().serializer().serialize(topic.name(), key),
            topic.values().serializer().serialize(topic.name(), value)));
  }

  /** Writes bytes as they are. */
  public void scrawl(Topic<?, ?> topic, int partition, byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(topic.name(), partition, key, value));
  }

  /** Waits until everything written is durable. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
