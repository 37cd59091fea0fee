package peal.projector.query;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.CallView;
import peal.projector.fold.Counts;

/**
 * The calls of a batch in one lane as they are shown and filtered: once the lane has stopped,
 * whoever is stored as waiting is cancelled.
 */
final class LaneCalls {
  private final LaneReader lane;
  private final BatchId batch;
  private final BatchView view;
  private final boolean over;
  private final Optional<CallStatus> filter;
  private final List<IndexedBlock> blocks;

  LaneCalls(LaneReader lane, BatchId batch, BatchView view, Optional<CallStatus> filter) {
    this.lane = lane;
    this.batch = batch;
    this.view = view;
    this.over = view.over();
    this.filter = filter;
    this.blocks = lane.blocks(batch);
  }

  List<IndexedBlock> blocks() {
    return blocks;
  }

  /** Whether rows are still to be read; of a batch that was over unsealed they may never come. */
  boolean behind() {
    long read = blocks.stream().mapToLong(indexed -> indexed.block().rows()).sum();
    return (!over || view.sealed() != null)
        && (view == BatchView.UNSEEN || read < view.laneTotal());
  }

  /** How many calls of {@code block} match. */
  long matching(Block block) {
    Counts counts = block.counts(over);
    return filter.map(counts::of).orElse(counts.total());
  }

  /** The rows of those that match, at most {@code limit}. */
  List<Long> rows(List<RowRange> ranges, int limit) {
    Set<CallStatus> stored = stored();
    return stored.isEmpty() || ranges.isEmpty()
        ? List.of()
        : lane.rows(batch, ranges, stored, limit);
  }

  /** Those that match, at most {@code limit} and no more than {@code share}. */
  List<LaneCall> in(List<RowRange> ranges, int limit, CallShare share) {
    Set<CallStatus> stored = stored();
    if (stored.isEmpty() || ranges.isEmpty()) {
      return List.of();
    }
    return lane.calls(batch, ranges, stored, limit, share).stream()
        .map(call -> shown(call, view))
        .toList();
  }

  /** {@code call} with the status that the API gives it. */
  static LaneCall shown(LaneCall call, BatchView batch) {
    CallView view = call.view();
    boolean dropped = batch.over() && view.status() == CallStatus.WAITING;
    // What was out at the end and was held back has been cancelled by itself.
    boolean ended = batch.ended() && view.status() == CallStatus.CANCELLED;
    String rule = batch.ended() ? BatchView.ENDED : null;
    return dropped || ended ? new LaneCall(call.id(), view.dropped(rule)) : call;
  }

  private Set<CallStatus> stored() {
    if (filter.isEmpty()) {
      return EnumSet.allOf(CallStatus.class);
    }
    if (!over) {
      return EnumSet.of(filter.get());
    }
    return switch (filter.get()) {
      case WAITING -> EnumSet.noneOf(CallStatus.class);
      case CANCELLED -> EnumSet.of(CallStatus.WAITING, CallStatus.CANCELLED);
      case ACTIVE, COMPLETED, FAILED -> EnumSet.of(filter.get());
    };
  }
}
