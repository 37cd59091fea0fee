package peal.dialer.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.Topology;
import peal.domain.DialingStops;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.Dispatch;
import peal.domain.dispatch.LaneTick;
import peal.domain.dispatch.Timing;
import peal.service.streams.LaneInputs;
import peal.service.streams.LaneOutputs;
import peal.topics.Topics;

/**
 * The dispatch topology: one processor per lane partition, all its inputs co-partitioned by lane.
 *
 * <p>Streams takes the record with the lowest timestamp first. {@code LaneInputs} gives commands
 * and events a lower one than rows, and rows of small files a lower one than bulk, so that an
 * outcome or a cancel never waits behind somebody's million rows.
 */
final class DispatchTopology {
  static final String EVENTS = "to-call-events";
  static final String REQUESTS = "to-dial-requests";
  static final String ENTRIES = "to-suppressions";
  static final String COMMANDS = "to-batch-commands";
  private static final String DISPATCH = "dispatch";

  private DispatchTopology() {}

  /**
   * Builds the topology and starts nothing.
   *
   * @param nanos a monotonic clock, by which a tick ends before it keeps others waiting
   */
  static Topology build(
      Topics topics,
      Timing timing,
      Function<WorkspaceId, Optional<Workspace>> workspaces,
      DialingStops stops,
      InstantSource clock,
      LongSupplier nanos,
      MeterRegistry registry) {
    Topology topology = new Topology();
    Dispatch dispatch = new Dispatch(timing);
    LaneTick tick = new LaneTick(timing);
    DispatchMeters meters = new DispatchMeters(registry);
    topology.addProcessor(
        DISPATCH,
        () -> new DispatchProcessor(dispatch, tick, workspaces, stops, clock, nanos, meters),
        LaneInputs.addTo(topology, topics, clock.millis()));
    DispatchStores.builders().forEach(store -> topology.addStateStore(store, DISPATCH));
    LaneOutputs.addTo(topology, EVENTS, topics.callEvents(), DISPATCH);
    LaneOutputs.addTo(topology, REQUESTS, topics.dialRequests(), DISPATCH);
    LaneOutputs.addEntriesTo(topology, ENTRIES, topics.suppressions(), DISPATCH);
    LaneOutputs.addTo(topology, COMMANDS, topics.batchCommands(), DISPATCH);
    return topology;
  }
}
