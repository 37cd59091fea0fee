package peal.projector.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far the folds of this process have come in {@code call-events}. Thread-safe. */
final class FoldPosition {
  /** Nothing has been read since the partition came here. */
  static final long UNKNOWN = -1;

  private final Map<Integer, Long> last = new ConcurrentHashMap<>();

  /** The record at {@code offset} has been taken in, or put aside. */
  void read(int partition, long offset) {
    last.put(partition, offset);
  }

  /** The partition is no longer worked on here, or anew. */
  void forget(int partition) {
    last.remove(partition);
  }

  /** The offset of the last record that was read, or {@link #UNKNOWN}. */
  long of(int partition) {
    return last.getOrDefault(partition, UNKNOWN);
  }
}
