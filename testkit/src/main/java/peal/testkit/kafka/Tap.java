package peal.testkit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import peal.topics.Topic;
import peal.topics.UnreadableRecord;

/**
 * Everything that has been committed to a topic, from its beginning, in the order of each
 * partition; what cannot be read is left out. Used by one thread.
 *
 * @param <V> the topic's values
 */
public final class Tap<V> implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Topic<?, V> topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final List<V> values = new ArrayList<>();

  /** Taps {@code topic}, which exists. */
  public Tap(KafkaFixture kafka, Topic<?, V> topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      all.add(new TopicPartition(topic.name(), partition));
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** The records so far, as they came; grows from one call to the next. */
  public List<ConsumerRecord<byte[], byte[]>> records() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
      records.add(record);
      read(record.value());
    }
    return List.copyOf(records);
  }

  private void read(byte[] value) {
    try {
      if (value != null) {
        values.add(topic.values().deserializer().deserialize(topic.name(), value));
      }
    } catch (UnreadableRecord e) {
      // A test wrote it on purpose.
    }
  }

  /** The values so far; grows from one call to the next. */
  public List<V> values() {
    records();
    return List.copyOf(values);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
