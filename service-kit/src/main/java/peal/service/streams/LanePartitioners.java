package peal.service.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import peal.domain.Lane;

/** Where records of a lane go: to the partition of the lane, in every topic. */
public final class LanePartitioners {
  private LanePartitioners() {}

  /** Of records whose key is their lane's. */
  public static <V> StreamPartitioner<String, V> ofLanes() {
    return (topic, key, value, partitions) ->
        Optional.of(Set.of(Lane.parse(key).partition(partitions)));
  }

  /**
   * Of entries of do-not-call lists: their key is a lane's, a number with its plus sign, a list.
   */
  public static <V> StreamPartitioner<String, V> ofEntries() {
    StreamPartitioner<String, V> ofLanes = ofLanes();
    return (topic, key, value, partitions) ->
        ofLanes.partitions(topic, key.substring(0, key.indexOf("/+")), value, partitions);
  }
}
