package peal.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.topics.Topic;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Topics that an earlier version, or an operator, made. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class TopicsThatAreThereTest {
  private final Topics topics = new Topics(1);

  /** Under exactly-once a record that a broker refuses fails its task, and the next instance's. */
  @Test
  void oneThatRefusesLargeRecordsIsToldToTakeThemOrNamed(KafkaFixture kafka) throws Exception {
    kafka.wipe();
    Topic<?, ?> events = topics.callEvents();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(new NewTopic(events.name(), Optional.of(1), Optional.<Short>empty())))
          .all()
          .get(120, TimeUnit.SECONDS);
      List<NewTopic> others =
          topics.all().stream()
              .filter(topic -> !topic.equals(events))
              .map(topic ->
                  new NewTopic(topic.name(), Optional.of(1), Optional.<Short>empty())
                      .configs(topic.settings()))
              .toList();
      admin.createTopics(others).all().get(120, TimeUnit.SECONDS);

      // Acknowledged by the controller, a topic is known to the broker a moment later.
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(() ->
              assertThatThrownBy(() -> TopicProvision.VERIFY.run(admin, topics))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("'call-events'")
                  .hasMessageContaining("max.message.bytes"));
      await()
          .atMost(Duration.ofSeconds(120))
          .ignoreExceptions()
          .untilAsserted(() -> TopicProvision.CREATE.run(admin, topics));

      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, events.name());
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(() ->
              assertThat(
                      admin
                          .describeConfigs(List.of(resource))
                          .all()
                          .get(120, TimeUnit.SECONDS)
                          .get(resource)
                          .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                          .value())
                  .isEqualTo(Integer.toString(events.largest())));
    }
  }

  @Test
  void newOnesAreServedByTheirLeadersOnceTheyAreMade(KafkaFixture kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (int i = 0; i < 10; i++) {
        kafka.wipe();

        TopicProvision.CREATE.run(admin, topics);

        try (KafkaProducer<byte[], byte[]> neverRepeats =
            new KafkaProducer<>(
                Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka.bootstrapServers(),
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    false,
                    ProducerConfig.RETRIES_CONFIG,
                    0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
          List<Future<RecordMetadata>> written =
              topics.all().stream()
                  .map(topic ->
                      neverRepeats.send(
                          new ProducerRecord<>(topic.name(), 0, new byte[1], new byte[1])))
                  .toList();
          for (Future<RecordMetadata> each : written) {
            assertThat(each.get(120, TimeUnit.SECONDS).offset()).isZero();
          }
        }
      }
    }
  }
}
