package peal.endtoend;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far topics have been written, by Kafka itself. */
final class TopicEnds {
  private TopicEnds() {}

  /** The ends of all partitions of {@code topic} together. */
  static long of(Admin admin, String topic) {
    return of(admin, Set.of(topic));
  }

  /** Those of all topics, Kafka's own included. */
  static long ofAll(Admin admin) {
    try {
      return of(admin, admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka does not say which topics it has", e);
    }
  }

  private static long of(Admin admin, Set<String> topics) {
    try {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin
          .describeTopics(topics)
          .allTopicNames()
          .get()
          .forEach((name, topic) ->
              topic
                  .partitions()
                  .forEach(each ->
                      ends.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Kafka does not say where topics end", e);
    }
  }
}
