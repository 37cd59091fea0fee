package peal.dialer.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import peal.domain.dispatch.NumberHistory;

/**
 * Forgets numbers that were not called for longer than any limit looks back. It walks round all of
 * them, some each second, so that nothing is written by time: ten million in about six hours. Used
 * by one thread.
 */
final class OldDials {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 500;

  /** There is nothing to find so soon after a walk. */
  private static final Duration ROUND = Duration.ofHours(1);

  private final KeyValueStore<Bytes, byte[]> store;
  private final Deserializer<NumberHistory> histories = NumberHistorySerde.serde().deserializer();
  private Bytes reached;
  private Instant next;

  /** Walks through {@code store} for the first time at {@code first}. */
  OldDials(KeyValueStore<Bytes, byte[]> store, Instant first) {
    this.store = store;
    this.next = first;
  }

  /** When there may be something to forget. */
  Instant next() {
    return next;
  }

  /** What cannot be read, a later version has written: that knows when it is over. */
  private boolean isOver(KeyValue<Bytes, byte[]> number, Instant now) {
    try {
      return histories.deserialize(store.name(), number.value).isOver(now);
    } catch (SerializationException e) {
      return false;
    }
  }

  /** Looks at some, if it is time. */
  void sweep(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    try (KeyValueIterator<Bytes, byte[]> numbers = store.range(reached, null)) {
      for (int i = 0; i < AT_ONCE && numbers.hasNext(); i++) {
        KeyValue<Bytes, byte[]> number = numbers.next();
        reached = number.key;
        if (isOver(number, now)) {
          store.put(number.key, null);
        }
      }
      boolean more = numbers.hasNext();
      reached = more ? reached : null;
      next = now.plus(more ? EVERY : ROUND);
    }
  }
}
