package peal.projector.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import peal.domain.CallStatus;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.RowRange;

/** Stored calls of a batch that have one of some statuses, in row order, one at a time. */
final class MatchingCalls implements Iterator<KeyValue<Bytes, byte[]>>, AutoCloseable {
  private final ReadOnlyKeyValueStore<Bytes, byte[]> calls;
  private final LaneBatchKey batch;
  private final Deque<RowRange> ranges;
  private final Set<CallStatus> statuses;
  private KeyValueIterator<Bytes, byte[]> entries;
  private KeyValue<Bytes, byte[]> next;
  private int left;

  /** At most {@code limit} of those in {@code ranges}. */
  MatchingCalls(
      ReadOnlyKeyValueStore<Bytes, byte[]> calls,
      LaneBatchKey batch,
      List<RowRange> ranges,
      Set<CallStatus> statuses,
      int limit) {
    this.calls = calls;
    this.batch = batch;
    this.ranges = new ArrayDeque<>(ranges);
    this.statuses = statuses;
    this.left = limit;
  }

  @Override
  public boolean hasNext() {
    while (next == null && left > 0 && open()) {
      KeyValue<Bytes, byte[]> entry = entries.next();
      if (StoredCall.known(entry.value) && statuses.contains(StoredCall.status(entry.value))) {
        next = entry;
        left--;
      }
    }
    return next != null;
  }

  /** Whether a range has an entry left; goes on to the next one that has. */
  private boolean open() {
    while (entries == null || !entries.hasNext()) {
      close();
      RowRange range = ranges.poll();
      if (range == null) {
        return false;
      }
      var span = StoreKeys.calls(batch, range);
      entries = calls.range(span.from(), span.to());
    }
    return true;
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no call is left");
    }
    KeyValue<Bytes, byte[]> found = next;
    next = null;
    return found;
  }

  @Override
  public void close() {
    if (entries != null) {
      entries.close();
      entries = null;
    }
  }
}
