package peal.projector.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import peal.projector.fold.BatchView;
import peal.projector.fold.LaneBatchKey;
import peal.service.streams.LaneKey;

/**
 * Removes forgotten batches from a task's stores, so much at a time: a million calls must not hold
 * up the events behind them. Used by one thread.
 *
 * <p>The batch itself goes last, and not at once: as long as it is there every lane knows that it
 * is forgotten, also one that has not read the command yet.
 */
final class Removal {
  /** How long every lane has time to take note. */
  static final Duration NOTICE = Duration.ofMinutes(1);

  private final TaskStores stores;
  private final KeyValueStore<Bytes, byte[]> calls;
  private final KeyValueStore<Bytes, byte[]> blocks;

  /** What is to go, and how far each has gone. */
  private final Map<LaneBatchKey, Progress> pending = new LinkedHashMap<>();

  private static final class Progress {
    private final Instant since;

    /** From here on; deleted entries before it would be walked again and again. */
    private Bytes from;

    private boolean callsGone;
    private boolean blocksGone;

    Progress(Instant since, Bytes from) {
      this.since = since;
      this.from = from;
    }
  }

  Removal(
      TaskStores stores, KeyValueStore<Bytes, byte[]> calls, KeyValueStore<Bytes, byte[]> blocks) {
    this.stores = stores;
    this.calls = calls;
    this.blocks = blocks;
  }

  /** Notes {@code batch} if it is forgotten. */
  void consider(LaneBatchKey key, BatchView batch) {
    if (batch.forgottenAt() != null) {
      pending.computeIfAbsent(
          key, unknown -> new Progress(batch.forgottenAt(), StoreKeys.call(key, 0)));
    }
  }

  /** Whether something is still to go. */
  boolean pending() {
    return !pending.isEmpty();
  }

  /** Deletes at most {@code budget} entries. */
  void run(Instant now, int budget) {
    int left = budget;
    Iterator<Map.Entry<LaneBatchKey, Progress>> all = pending.entrySet().iterator();
    while (left > 0 && all.hasNext()) {
      Map.Entry<LaneBatchKey, Progress> next = all.next();
      left -= remove(next.getKey(), next.getValue(), left);
      if (next.getValue().blocksGone && !now.isBefore(next.getValue().since.plus(NOTICE))) {
        stores.drop(next.getKey());
        left--;
        all.remove();
      }
    }
  }

  private int remove(LaneBatchKey key, Progress progress, int budget) {
    int deleted = 0;
    if (!progress.callsGone) {
      deleted = delete(calls, progress, StoreKeys.call(key, Long.MAX_VALUE), budget);
      if (deleted < budget) {
        progress.callsGone = true;
        progress.from = StoreKeys.blocks(key).from();
      }
    }
    if (progress.callsGone && !progress.blocksGone) {
      LaneKey.Span span = StoreKeys.blocks(key);
      int more = delete(blocks, progress, span.to(), budget - deleted);
      progress.blocksGone = more < budget - deleted;
      deleted += more;
    }
    return deleted;
  }

  private static int delete(
      KeyValueStore<Bytes, byte[]> store, Progress progress, Bytes to, int budget) {
    int deleted = 0;
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(progress.from, to)) {
      while (deleted < budget && entries.hasNext()) {
        Bytes key = entries.next().key;
        // What is deleted is read before, and nobody wants it.
        store.put(key, null);
        progress.from = key;
        deleted++;
      }
    }
    return deleted;
  }
}
