package peal.testkit.kafka;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The only class that needs Testcontainers, so that tests without it still run. */
final class ContainerKafka {
  private static final String IMAGE = "apache/kafka:4.3.1";

  private ContainerKafka() {}

  /**
   * Starts a container with the settings that the bundled broker has where they matter to tests.
   * Testcontainers removes it with the JVM.
   *
   * @throws IllegalStateException when no engine answers
   */
  @SuppressWarnings("resource")
  static RunningKafka start() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException("no Docker engine answers");
    }
    KafkaContainer container =
        new KafkaContainer(DockerImageName.parse(IMAGE))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
            .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
            .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
    container.start();
    return container::getBootstrapServers;
  }
}
