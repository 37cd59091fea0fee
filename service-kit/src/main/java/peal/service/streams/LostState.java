package peal.service.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to go on where Kafka knows how far an application has read and no longer what it made of
 * it. It would go on behind calls that it has forgotten: what waited would never be dialed, what is
 * under way would never end.
 */
final class LostState {
  private static final Logger LOG = LoggerFactory.getLogger(LostState.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private LostState() {}

  /**
   * Looks whether the application's changelogs are there if its offsets are.
   *
   * @throws IllegalStateException when they are not, with a sentence for the operator
   */
  static void refuse(Admin admin, String id) {
    try {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin
              .listConsumerGroupOffsets(id)
              .partitionsToOffsetAndMetadata()
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      boolean hasRead =
          offsets.values().stream().anyMatch(offset -> offset != null && offset.offset() > 0);
      if (hasRead && Changelogs.names(admin, id).isEmpty()) {
        throw new IllegalStateException(
            ("The group %s has read its topics, and what it remembers of them, the topics"
                    + " %s-…-changelog, is gone. Restore those topics. If all calls that waited or"
                    + " were under way may be given up, stop every instance, delete the group's"
                    + " offsets (kafka-consumer-groups --delete --group %s) and the records of"
                    + " call-jobs, call-jobs-bulk and batch-commands, and start again.")
                .formatted(id, id, id));
      }
    } catch (ExecutionException | TimeoutException e) {
      // Whoever may not list groups or topics goes on as before; Streams says what is wrong else.
      LOG.warn("Nobody can tell whether the state of {} is there: {}", id, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
