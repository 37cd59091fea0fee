package peal.standalone.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** The topics of the bundled broker, made once for all services. */
final class BundledTopics {
  /**
   * Lane topics of a new folder have one partition: each service has one instance here, and one
   * stream thread, so that further ones only cost tasks, stores and transactions.
   */
  static final int PARTITIONS_OF_A_NEW_FOLDER = 1;

  private static final Duration WITHIN = Duration.ofSeconds(60);

  private BundledTopics() {}

  /**
   * Makes the topics that are missing and checks the others. Lanes are found by the number of
   * partitions, so a folder keeps the one that it was made with.
   *
   * @param asked partitions of the lane topics as the user wants them, or empty for the folder's
   * @return partitions of the lane topics
   * @throws IllegalStateException when {@code asked} is not what the folder has, or Kafka does not
   *     answer
   */
  static int provide(KafkaClients clients, Optional<Integer> asked) {
    int partitions = asked.or(() -> kept(clients)).orElse(PARTITIONS_OF_A_NEW_FOLDER);
    Provisioning.run(clients, new Topics(partitions), TopicProvision.CREATE, WITHIN);
    return partitions;
  }

  private static Optional<Integer> kept(KafkaClients clients) {
    String name = new Topics(PARTITIONS_OF_A_NEW_FOLDER).callJobs().name();
    try (Admin admin = clients.admin("folder-topics")) {
      TopicDescription found = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
      return Optional.of(found.partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new IllegalStateException("the folder's topics cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topics were read", e);
    }
  }
}
