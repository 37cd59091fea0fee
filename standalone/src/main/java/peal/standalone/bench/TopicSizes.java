package peal.standalone.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How much has been written, by Kafka itself. */
final class TopicSizes {
  private TopicSizes() {}

  /**
   * The ends of all partitions of all topics together, Kafka's own included.
   *
   * @throws IllegalStateException when Kafka does not tell
   */
  static long records(Admin admin) throws InterruptedException {
    try {
      var names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin
          .describeTopics(names)
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
