package peal.dialer.dialing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import peal.domain.WorkspaceId;

/**
 * Whose dials a carrier fails. It is out of order where it fails two tenants, or the only one who
 * dials; where it serves all others, what fails is the one tenant's orders, and that one rests,
 * with a single trial after each rest. Thread-safe.
 */
final class FailedCallers {
  /** What a carrier answered longer ago says nothing of it now. */
  private static final long LATELY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int SWEEP_FROM = 1_024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WorkspaceId, Last> callers = new HashMap<>();
  private final int most;
  private final long restNanos;
  private final long trialNanos;
  private int sweepAt = SWEEP_FROM;

  /** Of one tenant. */
  private static final class Last {
    private long answeredAt;
    private boolean failed;

    /** Failures of its own, one after the other. */
    private int inARow;

    private long restsUntil;

    private boolean lately(long now) {
      return now - answeredAt < LATELY_NANOS;
    }
  }

  /**
   * Nobody has failed.
   *
   * @param most failures in a row after which a tenant rests
   * @param restNanos how long it rests, ns
   * @param trialNanos how long a trial may take, ns
   */
  FailedCallers(int most, long restNanos, long trialNanos) {
    this.most = most;
    this.restNanos = restNanos;
    this.trialNanos = trialNanos;
  }

  /** How long {@code caller} still rests at {@code now}, monotonic ns; 0 where it does not. */
  long restNanos(WorkspaceId caller, long now) {
    lock.lock();
    try {
      Last last = callers.get(caller);
      return last == null || !rests(last) ? 0 : Math.max(0, last.restsUntil - now);
    } finally {
      lock.unlock();
    }
  }

  private boolean rests(Last last) {
    return last.inARow >= most;
  }

  /** A dial of {@code caller} goes out: after a rest the only one until it is answered. */
  void tries(WorkspaceId caller, long now) {
    lock.lock();
    try {
      Last last = callers.get(caller);
      if (last != null && rests(last)) {
        last.restsUntil = now + trialNanos;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of an answer.
   *
   * @return whether it is a failure of the caller's own, which says nothing of the carrier
   */
  boolean isTheirOwn(WorkspaceId caller, boolean failed, long now) {
    lock.lock();
    try {
      boolean own = failed && servesAllOthers(caller, now);
      Last last = lastOf(caller, now);
      last.answeredAt = now;
      last.failed = failed;
      last.inARow = own ? last.inARow + 1 : 0;
      if (rests(last)) {
        last.restsUntil = now + restNanos;
      }
      return own;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anybody else has lately dialed, and the carrier failed none of them last. */
  private boolean servesAllOthers(WorkspaceId caller, long now) {
    boolean serves = false;
    for (Map.Entry<WorkspaceId, Last> other : callers.entrySet()) {
      if (!other.getKey().equals(caller) && other.getValue().lately(now)) {
        if (other.getValue().failed && !rests(other.getValue())) {
          return false;
        }
        serves |= !other.getValue().failed;
      }
    }
    return serves;
  }

  private Last lastOf(WorkspaceId caller, long now) {
    if (callers.size() >= sweepAt) {
      callers.values().removeIf(last -> !last.lately(now) && last.restsUntil <= now);
      sweepAt = Math.max(SWEEP_FROM, 2 * callers.size());
    }
    return callers.computeIfAbsent(caller, any -> new Last());
  }
}
