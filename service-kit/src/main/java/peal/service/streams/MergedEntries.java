package peal.service.streams;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Entries of a store as they are with what is pending: of a key that both have the pending one
 * counts. Used by one thread.
 */
final class MergedEntries implements KeyValueIterator<Bytes, byte[]> {
  private final Iterator<Map.Entry<Bytes, Optional<byte[]>>> pending;
  private final KeyValueIterator<Bytes, byte[]> stored;
  private final Comparator<Bytes> order;
  private Map.Entry<Bytes, Optional<byte[]>> nextPending;
  private KeyValue<Bytes, byte[]> next;

  /**
   * Puts both together.
   *
   * @param pending empty for what is deleted; in {@code order}
   * @param stored in {@code order}; closed with this
   */
  MergedEntries(
      Map<Bytes, Optional<byte[]>> pending,
      KeyValueIterator<Bytes, byte[]> stored,
      Comparator<Bytes> order) {
    this.pending = pending.entrySet().iterator();
    this.stored = stored;
    this.order = order;
    nextPending = this.pending.hasNext() ? this.pending.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (next == null && (nextPending != null || stored.hasNext())) {
      next = isStoredFirst() ? stored.next() : takePending();
    }
    return next != null;
  }

  private boolean isStoredFirst() {
    return stored.hasNext()
        && (nextPending == null || order.compare(stored.peekNextKey(), nextPending.getKey()) < 0);
  }

  /** Null where it is a deletion. */
  private KeyValue<Bytes, byte[]> takePending() {
    Bytes key = nextPending.getKey();
    Optional<byte[]> value = nextPending.getValue();
    if (stored.hasNext() && stored.peekNextKey().equals(key)) {
      stored.next();
    }
    nextPending = pending.hasNext() ? pending.next() : null;
    return value.map(bytes -> KeyValue.pair(key, bytes)).orElse(null);
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no entry is left");
    }
    KeyValue<Bytes, byte[]> found = next;
    next = null;
    return found;
  }

  @Override
  public Bytes peekNextKey() {
    if (!hasNext()) {
      throw new NoSuchElementException("no entry is left");
    }
    return next.key;
  }

  @Override
  public void close() {
    stored.close();
  }
}
