package peal.projector.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import peal.domain.Lane;
import peal.projector.webhooks.Folded;

/** How far the folds of this process have come in {@code call-events}. Thread-safe. */
final class FoldPosition {
  /** Nothing has been read since the partition came here. */
  static final long UNKNOWN = -1;

  private final Map<Integer, Reach> partitions = new ConcurrentHashMap<>();
  private final Map<Lane, Long> lanes = new ConcurrentHashMap<>();

  /** All from the first to the last has been read here; what lies before may have been. */
  private record Reach(long first, long last) {}

  /**
   * All of the partition that lies before {@code end} has been read, here or by who had it before.
   */
  void takenOver(int partition, long end) {
    partitions.merge(
        partition,
        new Reach(end, end - 1),
        (known, taken) -> new Reach(known.first(), Math.max(known.last(), taken.last())));
  }

  /** The record at {@code offset}, of {@code lane}, has been taken in, or put aside. */
  void read(int partition, Lane lane, long offset) {
    // The lane first: whoever sees the partition's must see this one, too.
    lanes.put(lane, offset);
    partitions.merge(
        partition,
        new Reach(offset, offset),
        (known, now) -> new Reach(known.first(), Math.max(known.last(), now.last())));
  }

  /** The partition is no longer worked on here, or anew. */
  void forget(int partition) {
    partitions.remove(partition);
  }

  /** Up to which offset, it included, all is read; or {@link #UNKNOWN}. */
  long of(int partition) {
    Reach reach = partitions.get(partition);
    return reach == null ? UNKNOWN : reach.last();
  }

  /** What of {@code lane} is folded. */
  Folded of(Lane lane, int partition) {
    Reach reach = partitions.get(partition);
    return reach == null
        ? Folded.NOTHING
        : new Folded(reach.first(), reach.last(), lanes.getOrDefault(lane, UNKNOWN));
  }
}
