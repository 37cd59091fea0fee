package peal.standalone.chaos.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import peal.service.kafka.KafkaClients;

/**
 * Whether the cluster could lose another broker. Peal promises to survive the loss of one of three:
 * a second one may only be harmed when the first has all of its copies again. Thread-safe.
 */
public final class Replicas implements AutoCloseable {
  private static final long ANSWER_SECONDS = 10;
  private static final long PAUSE_MILLIS = 500;

  private final Admin admin;

  Replicas(String bootstrapServers) {
    this.admin = new KafkaClients(bootstrapServers).admin("chaos-replicas");
  }

  /**
   * Waits until every partition has all of its copies.
   *
   * @return false when that was not so in time
   */
  public boolean awaitInSync(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (!inSync()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  private boolean inSync() throws InterruptedException {
    try {
      Set<String> topics =
          admin
              .listTopics(new ListTopicsOptions().listInternal(true))
              .names()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      Map<String, TopicDescription> described =
          admin.describeTopics(topics).allTopicNames().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return described.values().stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
