package peal.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to and reads from a broker, each step within 20 s. */
final class KafkaProbe {
  private static final int SECONDS = 120;

  private KafkaProbe() {}

  static void createTopic(String bootstrap, String topic, int copies) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) copies)))
          .all()
          .get(SECONDS, TimeUnit.SECONDS);
    }
  }

  static void write(String bootstrap, String topic, String value) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "acks", "all", "compression.type", "lz4");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get(SECONDS, TimeUnit.SECONDS);
    }
  }

  /** The first {@code count} values of the topic, or fewer where they do not come in time. */
  static List<String> read(String bootstrap, String topic, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition(topic, 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      // A poll that brings nothing takes a second.
      for (int empty = 0; values.size() < count && empty < SECONDS; ) {
        ConsumerRecords<String, String> some = consumer.poll(Duration.ofSeconds(1));
        empty += some.isEmpty() ? 1 : 0;
        for (ConsumerRecord<String, String> found : some) {
          values.add(found.value());
        }
      }
    }
    return values;
  }
}
