package peal.standalone.chaos.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import peal.service.kafka.KafkaClients;

/** What a group has read up to, which Kafka may forget. */
final class Offsets {
  private static final Duration FORGOTTEN_WITHIN = Duration.ofSeconds(60);
  private static final long ANSWER_SECONDS = 10;
  private static final long PAUSE_MILLIS = 500;

  private Offsets() {}

  /**
   * Deletes {@code group}, all of whose members have been stopped. One that was killed before is in
   * it until its session has run out.
   *
   * @throws IllegalStateException when Kafka does not delete it within a minute
   */
  static void forget(String bootstrapServers, String group) throws InterruptedException {
    long deadline = System.nanoTime() + FORGOTTEN_WITHIN.toNanos();
    try (Admin admin = new KafkaClients(bootstrapServers).admin("chaos-offsets")) {
      while (true) {
        try {
          admin.deleteConsumerGroups(List.of(group)).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
          return;
        } catch (ExecutionException | TimeoutException e) {
          if (e.getCause() instanceof GroupIdNotFoundException) {
            // Deleted, and the answer was lost.
            return;
          }
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("the group " + group + " is not forgotten", e);
          }
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    }
  }
}
