package peal.standalone.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How much has been written, by Kafka itself. */
public final class TopicSizes {
  private TopicSizes() {}

  /**
   * The ends of all partitions of all topics together, Kafka's own included.
   *
   * @throws IllegalStateException when Kafka does not tell
   */
  public static long records(Admin admin) throws InterruptedException {
    try {
      return records(
          admin, admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not say which topics it has", e);
    }
  }

  /** Those of {@code topics}. */
  public static long records(Admin admin, Set<String> topics) throws InterruptedException {
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
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not say where its topics end", e);
    }
  }
}
