package peal.dialer.dispatch;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Forgets, a few at a time, which batches are over, once nothing of them can be read again. Each
 * has two entries with the time at which it ended: one by its lane and id, and behind all of those
 * one by that time, so that a sweep reads no more than what it forgets. Batches that ended before
 * there was the second get it in one walk through all, which is not begun again once it has reached
 * the end: what a dialer of before finishes after that is remembered for good, some tens of bytes
 * each. Used by one thread.
 */
final class FinishedBatches {
  /**
   * Longer than any input is kept: two weeks, and a week at most until a segment of a quiet
   * partition is closed (Kafka's segment.ms), and as much again for an operator who kept them
   * longer.
   */
  static final Duration KEPT = Duration.ofDays(42);

  /** How the values are stored: ms since 1970. */
  static final Serde<Long> TIMES = Serdes.Long();

  /** Above the first character of every lane. */
  private static final byte BY_TIME = (byte) 0xff;

  private static final int PREFIX = 1 + Long.BYTES;

  /** Says that every batch has its entry by time. */
  private static final Bytes ALL_BY_TIME = Bytes.wrap(new byte[] {(byte) 0xfe});

  private static final Duration EVERY = Duration.ofHours(1);
  private static final int AT_ONCE = 500;

  private final KeyValueStore<Bytes, byte[]> store;
  private Optional<Bytes> walked = Optional.empty();
  private boolean allByTime;
  private Bytes from = byTime(0, Bytes.wrap(new byte[0]));
  private Instant next;

  /** Looks at {@code store} for the first time at {@code first}. */
  FinishedBatches(KeyValueStore<Bytes, byte[]> store, Instant first) {
    this.store = store;
    this.next = first;
    this.allByTime = store.get(ALL_BY_TIME) != null;
  }

  /** The second entry of a batch that ended at {@code endedAt}, ms since 1970. */
  static Bytes byTime(long endedAt, Bytes batch) {
    byte[] id = batch.get();
    return Bytes.wrap(
        ByteBuffer.allocate(PREFIX + id.length).put(BY_TIME).putLong(endedAt).put(id).array());
  }

  private static Bytes batchOf(Bytes byTime) {
    byte[] key = byTime.get();
    byte[] id = new byte[key.length - PREFIX];
    System.arraycopy(key, PREFIX, id, 0, id.length);
    return Bytes.wrap(id);
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
    // Not before: the walk may yet put entries where the sweep has been.
    boolean more = !allByTime && walkOn() || sweepBefore(now.minus(KEPT).toEpochMilli());
    next = more ? now : now.plus(EVERY);
  }

  /** Whether there is more to forget. */
  private boolean sweepBefore(long before) {
    try (KeyValueIterator<Bytes, byte[]> ended =
        store.range(from, byTime(before, Bytes.wrap(new byte[0])))) {
      for (int i = 0; i < AT_ONCE; i++) {
        if (!ended.hasNext()) {
          return false;
        }
        // The next sweep begins here: what is deleted before it would have to be passed again.
        from = ended.next().key;
        forget(batchOf(from), before);
        store.put(from, null);
      }
      return ended.hasNext();
    }
  }

  /** One that ended again since has a later entry by time. */
  private void forget(Bytes batch, long before) {
    byte[] endedAt = store.get(batch);
    if (endedAt != null && isTime(endedAt) && timeOf(endedAt) < before) {
      store.put(batch, null);
    }
  }

  /** Gives some batches their entries by time; whether there are more. */
  private boolean walkOn() {
    try (KeyValueIterator<Bytes, byte[]> batches = store.range(walked.orElse(null), ALL_BY_TIME)) {
      for (int i = 0; i < AT_ONCE; i++) {
        if (!batches.hasNext()) {
          allByTime = true;
          store.put(ALL_BY_TIME, TIMES.serializer().serialize(store.name(), Long.MAX_VALUE));
          return false;
        }
        KeyValue<Bytes, byte[]> batch = batches.next();
        walked = Optional.of(batch.key);
        if (isTime(batch.value)) {
          store.put(byTime(timeOf(batch.value), batch.key), batch.value);
        }
      }
      return true;
    }
  }

  /** What is damaged is remembered for ever, and stops no sweep. */
  private static boolean isTime(byte[] value) {
    return value.length == Long.BYTES;
  }

  private long timeOf(byte[] endedAt) {
    return TIMES.deserializer().deserialize(store.name(), endedAt);
  }
}
