package peal.domain.dispatch;

import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.hours.Verdict;

/**
 * What one tick of a lane lets batches do by their own plans: pace, calls at once, and end. A batch
 * that must not have a slot waits for the first that it may have, or for one of its calls to end;
 * slots that it does not take are others'.
 *
 * @param limits what the lane may do
 * @param latestMicros the last slot that this tick gives away, µs since 1970
 */
record PlanGate(LaneBook book, LaneShare limits, long latestMicros) {
  /** Whether {@code batch} may have the slot at {@code slotMicros}. */
  boolean lets(BatchId batch, long slotMicros) {
    BatchPlan plan = book.plan(batch);
    LaneShare own = limits.of(plan);
    if (plan.endAt() != null
        && !new Verdict.Go(plan.endAt()).isInTime(LaneTick.instant(slotMicros))) {
      book.blocked(batch);
      return false;
    }
    if (plan.maxConcurrency() != null && book.out(batch) >= own.open()) {
      book.blocked(batch);
      return false;
    }
    if (plan.callsPerSecond() == null) {
      return true;
    }
    long last = book.progress(batch).map(BatchProgress::lastSlot).map(LaneTick::micros).orElse(0L);
    // A slot that lies beyond the latest was given away by a clock that was ahead.
    long from = Math.min(last, latestMicros) + own.slotDistanceMicros();
    if (slotMicros >= from) {
      return true;
    }
    book.spaced(batch, LaneTick.instant(from));
    return false;
  }

  /** {@code batch} was given the slot at {@code slotMicros}. */
  void given(BatchId batch, long slotMicros) {
    if (book.plan(batch).callsPerSecond() != null) {
      book.progress(batch)
          .ifPresent(progress -> book.put(progress.slotGiven(LaneTick.instant(slotMicros))));
    }
  }
}
