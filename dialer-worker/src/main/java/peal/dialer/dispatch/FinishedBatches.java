package peal.dialer.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Forgets, a few at a time, which batches are over, once nothing of them can be read again. Used by
 * one thread.
 */
final class FinishedBatches {
  /**
   * Longer than any input is kept: two weeks, and a week at most until a segment of a quiet
   * partition is closed (Kafka's segment.ms), and as much again for an operator who kept them
   * longer.
   */
  static final Duration KEPT = Duration.ofDays(42);

  private static final Duration EVERY = Duration.ofHours(1);
  private static final int AT_ONCE = 500;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Deserializer<Long> endedAt;
  private Bytes reached;
  private Instant next;

  /** Looks at {@code store} for the first time at {@code first}. */
  FinishedBatches(KeyValueStore<Bytes, byte[]> store, Deserializer<Long> endedAt, Instant first) {
    this.store = store;
    this.endedAt = endedAt;
    this.next = first;
  }

  /** When there may be something to forget. */
  Instant next() {
    return next;
  }

  /** Forgets some, if it is time. */
  void sweep(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    Optional<Bytes> last = sweepFrom(now.minus(KEPT).toEpochMilli());
    reached = last.orElse(null);
    next = last.isPresent() ? now : now.plus(EVERY);
  }

  /** The key at which it stopped; empty at the end of the store. */
  private Optional<Bytes> sweepFrom(long before) {
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(reached, null)) {
      for (int i = 0; i < AT_ONCE; i++) {
        if (!entries.hasNext()) {
          return Optional.empty();
        }
        KeyValue<Bytes, byte[]> entry = entries.next();
        if (endedAt.deserialize(store.name(), entry.value) < before) {
          store.put(entry.key, null);
        }
      }
      return entries.hasNext() ? Optional.of(entries.next().key) : Optional.empty();
    }
  }
}
