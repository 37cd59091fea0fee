package peal.projector.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.projector.query.BatchSummary;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;
import peal.projector.query.RoutedLane;

/**
 * Finds batches that ended long enough ago, and has their lanes told. A lane by itself cannot know:
 * its part may be over while another lane still dials. Used by one thread; several instances may do
 * it at once, for a batch that is told twice is forgotten once.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Most batches of a lane that one sweep forgets. */
  static final int AT_ONCE = 1_000;

  private final Duration kept;
  private final Supplier<Collection<Workspace>> workspaces;
  private final OwnLanes own;
  private final Function<Lane, RoutedLane> lanes;
  private final ForgettingLog log;
  private final InstantSource clock;

  /**
   * Forgets batches {@code kept} after they have ended.
   *
   * @param own the lanes that this instance owns
   * @param lanes any lane, wherever it lies
   */
  public Retention(
      Duration kept,
      Supplier<Collection<Workspace>> workspaces,
      OwnLanes own,
      Function<Lane, RoutedLane> lanes,
      ForgettingLog log,
      InstantSource clock) {
    this.kept = kept;
    this.workspaces = workspaces;
    this.own = own;
    this.lanes = lanes;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Looks once through the lanes of this instance; returns how many batches were forgotten. A lane
   * that cannot be read, or told, keeps nobody else's waiting: the next sweep finds the same.
   */
  public int sweep() {
    Instant cutoff = clock.instant().minus(kept);
    int forgotten = 0;
    for (Workspace workspace : workspaces.get()) {
      for (int index = 0; index < workspace.lanes(); index++) {
        Lane lane = new Lane(workspace.id(), index);
        try {
          forgotten += sweep(workspace, lane, cutoff);
        } catch (RuntimeException e) {
          // It is moving, or Kafka is away.
          LOG.info("What is over of {} is not forgotten yet: {}", lane, e.toString());
        }
      }
    }
    return forgotten;
  }

  private int sweep(Workspace workspace, Lane lane, Instant cutoff) {
    Map<BatchId, List<Lane>> over = new LinkedHashMap<>();
    for (LaneBatch part : own.endedBy(lane, cutoff, AT_ONCE)) {
      if (part.view().opened().single()) {
        // A single call is known to its number's lane alone.
        over.put(part.id(), List.of(lane));
      } else if (endedBy(workspace, part.id(), cutoff)) {
        over.put(part.id(), lanesOf(workspace));
      }
    }
    if (!over.isEmpty()) {
      log.forget(over);
    }
    return over.size();
  }

  /** Whether the whole batch ended by then; a copy of a lane may be behind and is not believed. */
  private boolean endedBy(Workspace workspace, BatchId id, Instant cutoff) {
    List<RoutedLane> read = lanesOf(workspace).stream().map(lanes).toList();
    Optional<BatchSummary> batch = new Batches(read).find(id);
    return read.stream().noneMatch(RoutedLane::stale)
        && batch.filter(BatchSummary::complete).isPresent()
        && !batch.get().completedTime().isAfter(cutoff);
  }

  private static List<Lane> lanesOf(Workspace workspace) {
    return IntStream.range(0, workspace.lanes())
        .mapToObj(index -> new Lane(workspace.id(), index))
        .toList();
  }
}
