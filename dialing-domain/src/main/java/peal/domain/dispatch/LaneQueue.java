package peal.domain.dispatch;

import java.time.Instant;
import java.util.Optional;
import peal.domain.dispatch.LaneStore.Waiting;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;

/**
 * The calls of a batch that ring in the same time zones, and so wait for the same hours; all of
 * them where a batch does not ask for zones. Used by one thread.
 */
final class LaneQueue {
  private final String zones;
  private final int index;

  /** The first callback, where it has been looked up; else null. */
  private Optional<Waiting> firstCallback;

  /** When its first deferred call may be requested again, or null. */
  private Instant firstDeferred;

  /** Its hours are closed until then; null where they may be open. */
  private Instant closedUntil;

  /** Why none of its calls will be dialed; null where that is not known. */
  private String refusal;

  /** The last verdict that let it dial, and from when on that is right. */
  private Verdict.Go open;

  private Instant openFrom;
  private boolean deferredLast;
  private long turn;

  LaneQueue(String zones, int index) {
    this.zones = zones;
    this.index = index;
  }

  String zones() {
    return zones;
  }

  /** Which of the batch's queues it is in the store; never changes. */
  int index() {
    return index;
  }

  Optional<Waiting> firstCallback(LaneStore store, LaneBatch batch) {
    if (firstCallback == null) {
      firstCallback = store.firstCallback(batch.id(), index, null);
    }
    return firstCallback;
  }

  /** {@code callback} was queued, and is the first where it is due before the one that was. */
  void queued(LaneStore store, LaneBatch batch, Waiting callback) {
    Optional<Waiting> first = firstCallback(store, batch);
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
  void removed(LaneStore store, LaneBatch batch, Waiting callback) {
    // From the one removed, not from the start: deleted entries before it would be walked again.
    firstCallback = store.firstCallback(batch.id(), index, callback);
  }

  void firstDeferred(Instant at) {
    firstDeferred = at;
  }

  /** Whether its last turn was used for a call that had lost its slot before. */
  boolean deferredLast() {
    return deferredLast;
  }

  /** It had the batch's turn number {@code turn}. */
  void served(boolean deferred, long number) {
    deferredLast = deferred;
    turn = number;
  }

  /** The number of its last turn. */
  long turn() {
    return turn;
  }

  /** Why none of its calls will be dialed, where that is known. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Forgets what was said of its hours: they, or the clock, have changed. */
  void rejudge() {
    closedUntil = null;
    refusal = null;
    open = null;
  }

  /** Judges a dial at {@code slotAt}; what it says holds until it is asked again. */
  Verdict judge(CallingHours hours, Instant slotAt) {
    if (open != null && !slotAt.isBefore(openFrom) && open.isInTime(slotAt)) {
      return open;
    }
    rejudge();
    Verdict verdict = hours.judge(zones, slotAt);
    switch (verdict) {
      case Verdict.Go go -> {
        open = go;
        openFrom = slotAt;
      }
      case Verdict.WaitUntil wait -> closedUntil = wait.at();
      case Verdict.Refuse refuse -> refusal = refuse.why();
    }
    return verdict;
  }

  /** From when on time lets it dial something, or null where only an event can. */
  Instant dialsFrom(LaneStore store, LaneBatch batch, boolean fresh) {
    if (refusal != null) {
      return null;
    }
    Instant due = fresh ? Instant.MIN : firstDue(store, batch);
    return due == null || closedUntil == null || due.isAfter(closedUntil) ? due : closedUntil;
  }

  private Instant firstDue(LaneStore store, LaneBatch batch) {
    Instant callback = firstCallback(store, batch).map(Waiting::due).orElse(null);
    if (callback == null || firstDeferred == null) {
      return callback == null ? firstDeferred : callback;
    }
    return callback.isBefore(firstDeferred) ? callback : firstDeferred;
  }
}
