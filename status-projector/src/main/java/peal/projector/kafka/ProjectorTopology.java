package peal.projector.kafka;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import peal.projector.ProjectorMeters;
import peal.service.streams.LaneInputs;
import peal.topics.Topics;

/**
 * Four inputs, one processor, three stores; nothing goes out.
 *
 * <p>Batches and blocks are cached, so that a million rows of a batch do not write its block a
 * million times but once per commit; calls are not, for each row is another key.
 */
final class ProjectorTopology {
  static final String CALLS = "calls";
  static final String BATCHES = "batches";
  static final String BLOCKS = "blocks";

  private static final String PROCESSOR = "lane-fold";

  private ProjectorTopology() {}

  /**
   * Describes the topology; nothing is started.
   *
   * @param start when this process began, Unix ms
   * @param catchUp is told which partitions are worked on
   */
  static Topology of(Topics topics, long start, ProjectorMeters meters, CatchUp catchUp) {
    Topology topology = new Topology();
    topology.addProcessor(
        PROCESSOR,
        () -> new LaneProcessor(meters, catchUp),
        LaneInputs.addTo(topology, topics, start));
    topology.addStateStore(store(CALLS).withCachingDisabled(), PROCESSOR);
    topology.addStateStore(store(BATCHES).withCachingEnabled(), PROCESSOR);
    topology.addStateStore(store(BLOCKS).withCachingEnabled(), PROCESSOR);
    return topology;
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of());
  }
}
