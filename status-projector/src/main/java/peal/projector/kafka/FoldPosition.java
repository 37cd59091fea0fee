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

  /** From the first record that was read to the last. */
  private record Reach(long first, long last) {}

  /** The record at {@code offset}, of {@code lane}, has been taken in, or put aside. */
  void read(int partition, Lane lane, long offset) {
    // The lane first: whoever sees the partition's must see this one, too.
    lanes.put(lane, offset);
    partitions.merge(
        partition,
        new Reach(offset, offset),
        (before, now) -> new Reach(before.first(), now.last()));
  }

  /** The partition is no longer worked on here, or anew. */
  void forget(int partition) {
    partitions.remove(partition);
  }

  /** The offset of the last record that was read, or {@link #UNKNOWN}. */
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
