package peal.service.streams;

import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import peal.domain.Lane;
import peal.domain.event.LaneEvent;
import peal.topics.Topic;
import peal.topics.Topics;

/**
 * Everything that happens in a lane, as inputs of a topology, in the order of {@link InputRank}.
 */
public final class LaneInputs {
  private LaneInputs() {}

  /**
   * Adds the four inputs; their records have a {@link Lane} for a key and a {@link LaneEvent}, or
   * null, for a value.
   *
   * @param start when this process began, Unix ms
   * @return their names, to be given to a processor as its parents
   */
  public static String[] addTo(Topology topology, Topics topics, long start) {
    InputRank rank = new InputRank(topics, start);
    return new String[] {
      source(topology, rank, topics.batchCommands()),
      source(topology, rank, topics.callEvents()),
      source(topology, rank, topics.callJobs()),
      source(topology, rank, topics.callJobsBulk())
    };
  }

  private static <V extends LaneEvent> String source(
      Topology topology, InputRank rank, Topic<String, V> topic) {
    topology.<Lane, V>addSource(
        AutoOffsetReset.earliest(),
        topic.name(),
        rank,
        new LaneDeserializer(),
        topic.values().deserializer(),
        topic.name());
    return topic.name();
  }
}
