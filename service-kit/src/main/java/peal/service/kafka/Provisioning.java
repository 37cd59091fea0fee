package peal.service.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Provides the topics when a service starts, and waits a while for a Kafka that starts with it. */
public final class Provisioning {
  private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);
  private static final Duration ONE_TRY = Duration.ofSeconds(10);

  private Provisioning() {}

  /**
   * Runs {@code provision} until it succeeds. What time may heal (no broker yet, a topic that is
   * not there yet) is tried again; what it cannot heal (a wrong partition count) is thrown at once.
   * Asks nobody where nothing is to be provided.
   *
   * @param limit how long to begin tries, at least one second; the last may take ten seconds more
   * @throws IllegalStateException naming what is wrong and what to do, after {@code limit} or at
   *     once; also when the thread is interrupted
   */
  public static void run(
      KafkaClients clients, Topics topics, TopicProvision provision, Duration limit) {
    if (provision == TopicProvision.NONE) {
      return;
    }
    long deadline = System.nanoTime() + limit.toNanos();
    long oneTry = Math.min(limit.toMillis(), ONE_TRY.toMillis());
    Map<String, Object> impatient =
        Map.of(
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) oneTry,
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) oneTry);
    try (Admin admin = clients.admin("provisioning", impatient)) {
      while (!succeeds(provision, admin, topics, deadline)) {
        TimeUnit.MILLISECONDS.sleep(500);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Kafka", e);
    }
  }

  private static boolean succeeds(
      TopicProvision provision, Admin admin, Topics topics, long deadline)
      throws InterruptedException {
    try {
      provision.run(admin, topics);
      return true;
    } catch (IllegalStateException e) {
      if (!timeMayHeal(e.getCause()) || System.nanoTime() >= deadline) {
        throw e;
      }
      LOG.info("Kafka is not ready yet: {}.", e.getMessage());
      return false;
    }
  }

  /** A cluster whose brokers have not registered yet refuses every replication factor. */
  private static boolean timeMayHeal(Throwable cause) {
    return cause instanceof RetriableException
        || cause instanceof InvalidReplicationFactorException;
  }
}
