package peal.projector.kafka;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import peal.domain.Lane;
import peal.projector.events.LaneLog;
import peal.projector.query.Instance;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneDirectory;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.retention.OwnLanes;
import peal.topics.Topics;

/**
 * Finds lanes among the instances of this application. Thread-safe.
 *
 * <p>An owner answers only while its task runs: a task that is being restored holds old numbers, or
 * none, and would deny batches that exist. Nor does it answer before it has read what its
 * predecessor had ({@link CatchUp}); until then it is one copy among others. Copies are standbys,
 * and what is left here of a task while the instances settle who owns it.
 */
public final class StreamsLanes implements LaneDirectory {
  private final KafkaStreams streams;
  private final InstantSource clock;
  private final Topics topics;
  private final Instance self;
  private final Restoring restoring;
  private final CatchUp catchUp;
  private final RemoteLanes remote;
  private final LaneLog log;
  private final FoldPosition position;

  /** Makes readers for other instances. */
  @FunctionalInterface
  public interface RemoteLanes {
    /** A reader of {@code lane} at {@code instance}, its owner or (if {@code copy}) a follower. */
    LaneReader at(Instance instance, Lane lane, boolean copy);
  }

  StreamsLanes(
      KafkaStreams streams,
      Topics topics,
      Instance self,
      Restoring restoring,
      CatchUp catchUp,
      RemoteLanes remote,
      LaneLog log,
      FoldPosition position,
      InstantSource clock) {
    this.streams = streams;
    this.clock = clock;
    this.topics = topics;
    this.self = self;
    this.restoring = restoring;
    this.catchUp = catchUp;
    this.remote = remote;
    this.log = log;
    this.position = position;
  }

  /**
   * Reads the lane's store in this process.
   *
   * @param copy whether a standby, or a task that is between owners, may answer
   */
  public LaneReader local(Lane lane, boolean copy) {
    return new StoreLaneReader(lane, () -> stores(lane, copy), log, () -> folded(lane), clock);
  }

  /** As {@link OwnLanes} says. */
  List<LaneBatch> endedBy(Lane lane, Instant cutoff, int limit) {
    if (!ownedHere(lane)) {
      return List.of();
    }
    try {
      return new StoreLaneReader(lane, () -> stores(lane, false), log, () -> folded(lane), clock)
          .endedBy(cutoff, limit);
    } catch (LaneUnavailable e) {
      // It is moving; its next owner looks.
      return List.of();
    }
  }

  /**
   * A reader of the lane beside {@code events} where this instance owns it and has read what its
   * predecessor had.
   */
  Optional<LaneReader> own(Lane lane, LaneLog events) {
    boolean mine = catchUp.hasRead(topics.partitionOf(lane)) && ownedHere(lane);
    return mine
        ? Optional.of(
            new StoreLaneReader(lane, () -> stores(lane, false), events, () -> folded(lane), clock))
        : Optional.empty();
  }

  private long folded(Lane lane) {
    return position.of(topics.partitionOf(lane));
  }

  private boolean ownedHere(Lane lane) {
    return metadata(lane)
        .flatMap(known -> instance(known.activeHost()))
        .filter(self::equals)
        .isPresent();
  }

  @Override
  public Sources sources(Lane lane) {
    Optional<KeyQueryMetadata> known = metadata(lane);
    Optional<Instance> owner = known.map(KeyQueryMetadata::activeHost).flatMap(this::instance);
    List<LaneReader> copies = new ArrayList<>();
    copies.add(local(lane, true));
    Set<HostInfo> standbys = known.map(KeyQueryMetadata::standbyHosts).orElse(Set.of());
    Stream.concat(standbys.stream().flatMap(host -> instance(host).stream()), owner.stream())
        .filter(instance -> !instance.equals(self))
        .map(instance -> remote.at(instance, lane, true))
        .forEach(copies::add);
    return new Sources(owner.map(instance -> owned(instance, lane)), copies);
  }

  private LaneReader owned(Instance instance, Lane lane) {
    return instance.equals(self) ? local(lane, false) : remote.at(instance, lane, false);
  }

  private Optional<KeyQueryMetadata> metadata(Lane lane) {
    StreamPartitioner<String, Object> partitioner =
        (topic, key, value, partitions) -> Optional.of(Set.of(topics.partitionOf(lane)));
    try {
      return Optional.ofNullable(
              streams.queryMetadataForKey(ProjectorTopology.CALLS, lane.key(), partitioner))
          .filter(found -> !found.equals(KeyQueryMetadata.NOT_AVAILABLE));
    } catch (IllegalStateException | InvalidStateStoreException e) {
      // Not started, or between two assignments; asked again by the caller.
      return Optional.empty();
    }
  }

  private Optional<Instance> instance(HostInfo host) {
    return host == null || host.port() < 1
        ? Optional.empty()
        : Optional.of(new Instance(host.host(), host.port()));
  }

  private LaneStores stores(Lane lane, boolean copy) {
    int partition = topics.partitionOf(lane);
    if (restoring.holds(partition)) {
      throw new InvalidStateStoreException("the store is being restored");
    }
    LaneStores stores =
        new LaneStores(
            store(ProjectorTopology.CALLS, partition, copy),
            store(ProjectorTopology.BATCHES, partition, copy),
            store(ProjectorTopology.BLOCKS, partition, copy),
            store(ProjectorTopology.DO_NOT_CALL, partition, copy));
    // Asked last: what is found is then of a task that had read so far, or of none any more.
    if (!copy && !catchUp.hasRead(partition)) {
      throw new InvalidStateStoreException("what came before this owner is still being read");
    }
    return stores;
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition, boolean copy) {
    StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> query =
        StoreQueryParameters.fromNameAndType(
                name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
            .withPartition(partition);
    return streams.store(copy ? query.enableStaleStores() : query);
  }
}
