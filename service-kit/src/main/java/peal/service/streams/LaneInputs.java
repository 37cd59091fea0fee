package peal.service.streams;

import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import peal.domain.Lane;
import peal.domain.event.LaneEvent;
import peal.topics.Topic;
import peal.topics.Topics;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/**
 * Everything that happens in a lane, as inputs of a topology, in the order of {@link InputRank}.
 */
public final class LaneInputs {
  /** A number and a list. */
  private static final int PARTS_OF_AN_ENTRY = 2;

  private static final String CHECK = "right-partition";

  private LaneInputs() {}

  /**
   * Adds the five inputs; their records have a {@link Lane} for a key and a {@link LaneEvent}, or
   * null, for a value.
   *
   * @param start when this process began, Unix ms
   * @return the name to be given to a processor as its parent
   */
  public static String addTo(Topology topology, Topics topics, long start) {
    InputRank rank = new InputRank(topics, start);
    topology.addProcessor(
        CHECK,
        () -> new RightPartition(topics),
        source(topology, rank, topics.batchCommands(), 0),
        source(topology, rank, topics.suppressions(), PARTS_OF_AN_ENTRY),
        source(topology, rank, topics.callEvents(), 0),
        source(topology, rank, topics.callJobs(), 0),
        source(topology, rank, topics.callJobsBulk(), 0));
    return CHECK;
  }

  /** The topics that are read. */
  static List<String> names(Topics topics) {
    return List.of(
        topics.batchCommands().name(),
        topics.suppressions().name(),
        topics.callEvents().name(),
        topics.callJobs().name(),
        topics.callJobsBulk().name());
  }

  private static <V extends LaneEvent> String source(
      Topology topology, InputRank rank, Topic<String, V> topic, int further) {
    topology.<Lane, V>addSource(
        AutoOffsetReset.earliest(),
        topic.name(),
        rank,
        new LaneDeserializer(further),
        bounded(topic),
        topic.name());
    return topic.name();
  }

  /** A record that is larger than its topic should take would not fit where it goes from here. */
  static <V> Deserializer<V> bounded(Topic<?, V> topic) {
    Deserializer<V> values = topic.values().deserializer();
    int most = topic.largest();
    return (name, value) -> {
      if (value != null && value.length > most) {
        throw new UnreadableRecord(Unreadable.TOO_BIG, "it has " + value.length + " bytes");
      }
      return values.deserialize(name, value);
    };
  }
}
