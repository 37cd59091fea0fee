package peal.dialer.dispatch;

import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Throws away, a few at a time, rows that wait for a batch that is over: earlier versions left some
 * behind where rows came between a cancel and its sweep. One look at each batch that has rows, once
 * after the start of a task. Used by one thread.
 */
final class LeftRows {
  private static final int AT_ONCE = 500;

  private final KeyValueStore<Bytes, byte[]> fresh;
  private final KeyValueStore<Bytes, byte[]> progress;
  private Bytes reached;
  private boolean done;

  /**
   * Nothing is done yet.
   *
   * @param fresh rows, by batch and number
   * @param progress what is known of batches that are not over
   */
  LeftRows(KeyValueStore<Bytes, byte[]> fresh, KeyValueStore<Bytes, byte[]> progress) {
    this.fresh = fresh;
    this.progress = progress;
  }

  /** Goes on where it stopped; whether there is more to do. */
  boolean sweep() {
    for (int steps = 0; !done && steps < AT_ONCE; steps++) {
      step();
    }
    return !done;
  }

  private void step() {
    Bytes first = first();
    if (first == null) {
      done = true;
    } else if (progress.get(batchOf(first)) == null) {
      fresh.put(first, null);
      reached = first;
    } else {
      reached = lastOf(first);
    }
  }

  private Bytes first() {
    try (KeyValueIterator<Bytes, byte[]> rows = fresh.range(reached, null)) {
      return rows.hasNext() ? rows.next().key : null;
    }
  }

  private static Bytes batchOf(Bytes row) {
    byte[] bytes = row.get();
    return LaneKeys.batchOfQueue(Bytes.wrap(Arrays.copyOf(bytes, bytes.length - Long.BYTES)));
  }

  /** A key behind all rows of the same batch. */
  private static Bytes lastOf(Bytes row) {
    byte[] last = row.get().clone();
    Arrays.fill(last, last.length - Long.BYTES, last.length, (byte) 0xff);
    return Bytes.wrap(last);
  }
}
