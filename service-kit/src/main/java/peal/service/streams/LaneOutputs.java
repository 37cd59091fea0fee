package peal.service.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import peal.domain.Lane;
import peal.domain.event.Suppression;
import peal.topics.Topic;

/** Where a topology writes what belongs to a lane: to the lane's partition, in every topic. */
public final class LaneOutputs {
  private LaneOutputs() {}

  /** Adds a sink, for {@code processor}, of records whose key is their lane's. */
  public static <V> void addTo(
      Topology topology, String sink, Topic<String, V> topic, String processor) {
    add(topology, sink, topic, processor, LaneOutputs::partition);
  }

  /**
   * Likewise of do-not-call entries: their key is a lane's, a number with its plus sign, a list.
   */
  public static void addEntriesTo(
      Topology topology, String sink, Topic<String, Suppression> topic, String processor) {
    add(
        topology,
        sink,
        topic,
        processor,
        (name, key, value, partitions) ->
            partition(name, key.substring(0, key.indexOf("/+")), value, partitions));
  }

  private static <V> void add(
      Topology topology,
      String sink,
      Topic<String, V> topic,
      String processor,
      StreamPartitioner<String, V> partitioner) {
    topology.addSink(
        sink,
        topic.name(),
        topic.keys().serializer(),
        topic.values().serializer(),
        partitioner,
        processor);
  }

  private static Optional<Set<Integer>> partition(
      String topic, String lane, Object value, int partitions) {
    return Optional.of(Set.of(Lane.parse(lane).partition(partitions)));
  }
}
