package peal.domain.dispatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whose turn it is. Somebody waits for a single call, so single calls come before rows of files;
 * the batches among themselves take turns by priority: each turn moves a batch a stride on, and
 * whoever has come least far is next (stride scheduling, Waldspurger and Weihl 1995). A batch that
 * comes back starts where the others are. O(log n) in all it does. Used by one thread.
 */
final class TurnOrder {
  private final TreeSet<LaneBatch> ready =
      new TreeSet<>(
          Comparator.comparing((LaneBatch batch) -> !batch.single())
              .thenComparingLong(LaneBatch::pass)
              .thenComparing(batch -> batch.id().value()));

  private final DueIndex<LaneBatch> sleeping = new DueIndex<>();
  private Instant awakeBy = Instant.MIN;
  private long pass;

  /** Takes {@code batch} out before anything that its order rests on changes. */
  void remove(LaneBatch batch) {
    ready.remove(batch);
    sleeping.remove(batch);
  }

  /**
   * Puts it where it belongs.
   *
   * @param from from when on it can dial; null for never
   */
  void put(LaneBatch batch, Instant from) {
    if (from == null) {
      return;
    }
    if (from.isAfter(awakeBy)) {
      sleeping.put(batch, from);
    } else {
      batch.pass(Math.max(batch.pass(), pass));
      ready.add(batch);
    }
  }

  /** The batch whose turn it is at {@code now}, if any can dial. */
  Optional<LaneBatch> next(Instant now) {
    awakeBy = now;
    for (LaneBatch batch : sleeping.due(now, Integer.MAX_VALUE)) {
      sleeping.remove(batch);
      put(batch, now);
    }
    return ready.isEmpty() ? Optional.empty() : Optional.of(ready.first());
  }

  /** {@code batch} had its turn. */
  void served(LaneBatch batch) {
    if (!batch.single()) {
      pass = batch.pass();
    }
    boolean goesOn = ready.remove(batch);
    batch.pass(batch.pass() + batch.stride());
    if (goesOn) {
      ready.add(batch);
    }
  }

  /** From when on somebody can dial; empty where only an event can change that. */
  Optional<Instant> nextTurnAt() {
    return ready.isEmpty() ? sleeping.firstTime() : Optional.of(Instant.MIN);
  }
}
