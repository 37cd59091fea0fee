package peal.projector.kafka;

import java.util.List;
import org.apache.kafka.streams.Topology;
import peal.projector.ProjectorMeters;
import peal.service.streams.LaneInputs;
import peal.service.streams.LaneOutputs;
import peal.service.streams.WriteBehindStore;
import peal.topics.Topics;

/**
 * Five inputs, one processor, four stores; only numbers go out of which dispatch learned too late
 * that nobody may call them. A call is written once per commit, whatever was heard of it, and so is
 * the block of a thousand rows.
 */
final class ProjectorTopology {
  static final String CALLS = "calls";
  static final String BATCHES = "batches";
  static final String BLOCKS = "blocks";
  static final String DO_NOT_CALL = "do-not-call";

  private static final String PROCESSOR = "lane-fold";
  private static final String ENTRIES = "to-suppressions";

  private ProjectorTopology() {}

  /**
   * Describes the topology; nothing is started.
   *
   * @param start when this process began, Unix ms
   * @param catchUp is told which partitions are worked on
   * @param position is told how far events are read
   */
  static Topology of(
      Topics topics, long start, ProjectorMeters meters, CatchUp catchUp, FoldPosition position) {
    Topology topology = new Topology();
    topology.addProcessor(
        PROCESSOR,
        () -> new LaneProcessor(meters, catchUp, position, topics.callEvents().name()),
        LaneInputs.addTo(topology, topics, start));
    List.of(CALLS, BATCHES, BLOCKS, DO_NOT_CALL)
        .forEach(store -> topology.addStateStore(WriteBehindStore.builder(store), PROCESSOR));
    LaneOutputs.addEntriesTo(topology, ENTRIES, topics.suppressions(), PROCESSOR);
    return topology;
  }
}
