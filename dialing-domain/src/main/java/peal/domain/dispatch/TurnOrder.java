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

  /** Those whose own pace gives them no slot before a later one. */
  private final DueIndex<LaneBatch> spaced = new DueIndex<>();

  private Instant awakeBy = Instant.MIN;
  private long pass;

  /** Takes {@code batch} out before anything that its order rests on changes. */
  void remove(LaneBatch batch) {
    ready.remove(batch);
    sleeping.remove(batch);
    spaced.remove(batch);
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
    } else if (batch.spacedUntil() != null) {
      spaced.put(batch, batch.spacedUntil());
    } else {
      batch.pass(Math.max(batch.pass(), pass));
      ready.add(batch);
    }
  }

  /** The clock was set: what is put from then on sleeps until its time by {@code now}. */
  void clockIs(Instant now) {
    awakeBy = now;
  }

  /** The batch whose turn it is at {@code now} to have {@code slot}, if any can dial. */
  Optional<LaneBatch> next(Instant now, Instant slot) {
    awakeBy = now;
    for (LaneBatch batch : sleeping.due(now, Integer.MAX_VALUE)) {
      sleeping.remove(batch);
      put(batch, now);
    }
    for (LaneBatch batch : spaced.due(slot, Integer.MAX_VALUE)) {
      spaced.remove(batch);
      batch.spacedUntil(null);
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

  /** The first slot that somebody may have who has none before by its own pace. */
  Optional<Instant> nextSpaced() {
    return spaced.firstTime();
  }

  /** From when on somebody can dial; empty where only an event can change that. */
  Optional<Instant> nextTurnAt() {
    return ready.isEmpty() ? sleeping.firstTime() : Optional.of(Instant.MIN);
  }
}
