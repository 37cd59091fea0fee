package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

class StreamsSettingsTest {
  private static final Map<String, String> BROKER =
      Map.of("KAFKA_BOOTSTRAP_SERVERS", "broker:9092");

  private static Map<String, Object> settings(Map<String, String> environment) {
    return settings(environment, 50);
  }

  private static Map<String, Object> settings(Map<String, String> environment, int commitMillis) {
    return StreamsSettings.of(
        new KafkaClients(environment),
        new Topics(4),
        new StreamsOptions(
            "an-application",
            Path.of("state"),
            1,
            0,
            commitMillis,
            5_000,
            new StreamsOptions.Memory(8, 32),
            Optional.empty()));
  }

  @Test
  void anOperatorsSettingsHoldWhereNoPromiseRestsOnThem() {
    Map<String, Object> settings =
        settings(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "KAFKA_STREAMS_POLL_MS", "77",
                "KAFKA_CONSUMER_SESSION_TIMEOUT_MS", "20000",
                "KAFKA_PRODUCER_LINGER_MS", "1"));

    assertThat(settings)
        .containsEntry("poll.ms", "77")
        .containsEntry("main.consumer.session.timeout.ms", "20000")
        .containsEntry("producer.linger.ms", "1");
  }

  @Test
  void withoutThemTransactionsAreShortAndADeadMemberIsNoticedSoon() {
    Map<String, Object> settings = settings(BROKER);

    assertThat(settings)
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("group.protocol", "classic")
        .containsEntry("main.consumer.session.timeout.ms", 8_000)
        .containsEntry("producer.transaction.timeout.ms", 5_000)
        .containsEntry("deserialization.exception.handler", UnreadableInput.class)
        .containsEntry("processing.exception.handler", FailedInput.class)
        .containsEntry("production.exception.handler", UnwritableOutput.class);
  }

  @Test
  void withoutThemNothingIsSentBeforeItsTransactionEndsAndNobodyWaitsForTheLowestTime() {
    assertThat(settings(BROKER))
        .containsEntry("commit.interval.ms", 50)
        .containsEntry("poll.ms", 20L)
        .containsEntry("max.task.idle.ms", -1L)
        .containsEntry("producer.linger.ms", 100)
        .containsEntry("producer.batch.size", 128 * 1024)
        .containsEntry("producer.retry.backoff.ms", 10)
        .containsEntry("restore.consumer.fetch.max.wait.ms", 20)
        .containsEntry("statestore.cache.max.bytes", 0L);
  }

  @Test
  void onlyWhoCommitsSeldomLetsTheBrokerCollectWhatItFetches() {
    assertThat(settings(BROKER, 1_000))
        .containsEntry("main.consumer.fetch.min.bytes", 64 * 1024)
        .containsEntry("main.consumer.fetch.max.wait.ms", 100);
    assertThat(settings(BROKER, 50))
        .doesNotContainKeys("main.consumer.fetch.min.bytes", "main.consumer.fetch.max.wait.ms");
  }
}
