package peal.domain.dispatch;

import java.time.Instant;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.LaneStore.Waiting;

/**
 * A batch as its lane has it at hand: a few hundred bytes, whatever its agent says. Used by one
 * thread.
 */
final class LaneBatch {
  /** Divides by every priority. */
  private static final long STRIDE = 2_520;

  private final BatchId id;
  private BatchProgress progress;
  private BatchOutline outline;

  /** The first callback, where it has been looked up; else null. */
  private Optional<Waiting> firstCallback;

  /** When its first deferred call may be requested again, or null. */
  private Instant firstDeferred;

  /** Its caller is left alone until then; null for not at all. */
  private Instant restsUntil;

  /** Its own pace gives it no slot before this; null for any. */
  private Instant spacedUntil;

  /** Whether its plan gives it no slot until one of its calls is over or the plan changes. */
  private boolean blocked;

  private boolean deferredLast;
  private long pass;

  LaneBatch(BatchId id) {
    this.id = id;
  }

  BatchId id() {
    return id;
  }

  Optional<BatchProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /** Whatever its pace and its calls kept it from is looked at anew: its plan may have changed. */
  void progress(BatchProgress next) {
    progress = next;
    spacedUntil = null;
    blocked = false;
  }

  Optional<BatchOutline> outline() {
    return Optional.ofNullable(outline);
  }

  void outline(BatchOutline agreed) {
    outline = agreed;
  }

  /** The plan that it goes by. */
  BatchPlan plan() {
    if (progress != null && progress.change() != null) {
      return progress.change().plan();
    }
    return outline == null ? BatchPlan.USUAL : outline.plan();
  }

  Optional<Waiting> firstCallback(LaneStore store) {
    if (firstCallback == null) {
      firstCallback = store.firstCallback(id, null);
    }
    return firstCallback;
  }

  /** {@code callback} was queued, and is the first where it is due before the one that was. */
  void queued(LaneStore store, Waiting callback) {
    Optional<Waiting> first = firstCallback(store);
    if (first.isEmpty() || isBefore(callback, first.get())) {
      firstCallback = Optional.of(callback);
    }
  }

  /** In the order of the store: by time, and by row where two are due at once. */
  private static boolean isBefore(Waiting one, Waiting other) {
    int byTime = Long.compare(one.due().toEpochMilli(), other.due().toEpochMilli());
    return byTime < 0 || (byTime == 0 && one.id().row() < other.id().row());
  }

  /** {@code callback} was the first and is gone. */
  void removed(LaneStore store, Waiting callback) {
    // From the one removed, not from the start: deleted entries before it would be walked again.
    firstCallback = store.firstCallback(id, callback);
  }

  void firstDeferred(Instant at) {
    firstDeferred = at;
  }

  void restsUntil(Instant until) {
    restsUntil = until;
  }

  Instant spacedUntil() {
    return spacedUntil;
  }

  void spacedUntil(Instant slot) {
    spacedUntil = slot;
  }

  boolean blocked() {
    return blocked;
  }

  void blocked(boolean now) {
    blocked = now;
  }

  /** Whether its last turn was used for a call that had lost its slot before. */
  boolean deferredLast() {
    return deferredLast;
  }

  void deferredLast(boolean deferred) {
    deferredLast = deferred;
  }

  /** Where it stands in the order of turns: whoever has the lowest is next. */
  long pass() {
    return pass;
  }

  void pass(long next) {
    pass = next;
  }

  /** How far a turn moves it on: the less, the higher its priority. */
  long stride() {
    return STRIDE / plan().priorityOrUsual();
  }

  boolean single() {
    return outline != null && outline.single();
  }

  /**
   * From when on time lets it dial something, or null where only an event can.
   *
   * @param store where its callbacks lie
   */
  Instant dialsFrom(LaneStore store) {
    if (progress == null
        || outline == null
        || progress.phase() != Phase.SEALED
        || progress.paused()
        || blocked) {
      return null;
    }
    Instant due = progress.hasFresh() ? Instant.MIN : firstDue(store);
    return due == null ? null : latest(due, plan().scheduledAt(), restsUntil);
  }

  private Instant firstDue(LaneStore store) {
    Instant callback = firstCallback(store).map(Waiting::due).orElse(null);
    if (callback == null || firstDeferred == null) {
      return callback == null ? firstDeferred : callback;
    }
    return callback.isBefore(firstDeferred) ? callback : firstDeferred;
  }

  private static Instant latest(Instant at, Instant... others) {
    Instant latest = at;
    for (Instant other : others) {
      latest = other != null && other.isAfter(latest) ? other : latest;
    }
    return latest;
  }
}
