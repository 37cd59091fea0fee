package peal.dialer.dialing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import peal.domain.CongestionWindow;
import peal.domain.Lane;

/**
 * How many placements may be under way at the carrier at once. More would only wait there, up to
 * the point where their answers are lost, and nobody knows whether they rang. Learned from how long
 * the carrier takes to answer, and spread over time where the carrier sets a pace; no lane gets
 * more than half, so that one lane's load leaves its neighbours a way to the carrier. Thread-safe.
 */
final class PlacementLimit {
  private static final int LEAST = 8;
  private static final int FIRST = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Lane, Integer> lanes = new HashMap<>();
  private final int most;
  private final long slowNanos;
  private final long spacingNanos;
  private final LongSupplier nanos;
  private CongestionWindow window;
  private int taken;
  private long opensAtNanos;
  private Runnable freed = () -> {};

  /**
   * A limit that starts at {@value #FIRST}.
   *
   * @param most places at most, at least 1
   * @param slow a carrier that takes longer than this to answer has too much to do
   */
  PlacementLimit(int most, Duration slow) {
    this(most, slow, 0, () -> 0);
  }

  /**
   * A limit that also spreads placements over time.
   *
   * @param most places at most, at least 1
   * @param slow a carrier that takes longer than this to answer has too much to do
   * @param spacingNanos from one place that is taken to the next, ns; 0 for none
   * @param nanos monotonic time, ns
   */
  PlacementLimit(int most, Duration slow, long spacingNanos, LongSupplier nanos) {
    this.most = most;
    this.slowNanos = slow.toNanos();
    this.spacingNanos = spacingNanos;
    this.nanos = nanos;
    this.opensAtNanos = nanos.getAsLong();
    int least = Math.min(LEAST, most);
    // No size is safe: of a call whose answer is lost nobody knows whether it rang.
    this.window = CongestionWindow.of(least, least, Math.min(FIRST, most));
  }

  /**
   * Who is told, outside of any lock of this, that a place was given back; more than one may be
   * free then, for the limit grows. Set once, before any is taken.
   */
  void whenFreed(Runnable told) {
    this.freed = told;
  }

  /** Takes a place for a dial of {@code lane}, unless all are taken or half of them by it. */
  Admission tryTake(Lane lane) {
    lock.lock();
    try {
      int ofLane = lanes.getOrDefault(lane, 0);
      if (taken >= places() || ofLane >= Math.max(1, places() / 2)) {
        return new Admission.Refused(Long.MAX_VALUE);
      }
      long now = nanos.getAsLong();
      if (now < opensAtNanos) {
        return new Admission.Refused(opensAtNanos);
      }
      lanes.put(lane, ofLane + 1);
      taken++;
      opensAtNanos = now + spacingNanos;
      return new Admission.Taken();
    } finally {
      lock.unlock();
    }
  }

  /** Gives no place before {@code time} has passed: the carrier has let calls queue up. */
  void rest(Duration time) {
    lock.lock();
    try {
      opensAtNanos = Math.max(opensAtNanos, nanos.getAsLong() + time.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back that told nothing about the carrier. */
  void giveBack(Lane lane) {
    free(lane, 0, 0, false, false);
  }

  /**
   * Gives a place back, once for each that was taken, and learns from what came of it.
   *
   * @param beganNanos when the placement was begun, monotonic ns
   * @param endedNanos when its answer came, or was given up, by the same clock
   * @param lost whether no answer came
   */
  void giveBack(Lane lane, long beganNanos, long endedNanos, boolean lost) {
    free(lane, beganNanos, endedNanos, true, lost);
  }

  private void free(Lane lane, long beganNanos, long endedNanos, boolean learns, boolean lost) {
    lock.lock();
    try {
      if (learns) {
        // A lane that is alone has all that it may have with half of the places.
        int used = Math.max(taken, 2 * lanes.getOrDefault(lane, 0));
        window =
            lost
                ? window.lost(beganNanos, endedNanos, used)
                : endedNanos - beganNanos > slowNanos
                    ? window.late(beganNanos, endedNanos, used)
                    : window.inTime(used);
      }
      lanes.computeIfPresent(lane, (any, ofLane) -> ofLane == 1 ? null : ofLane - 1);
      taken--;
    } finally {
      lock.unlock();
    }
    freed.run();
  }

  private int places() {
    return Math.min(most, window.places());
  }

  /** Whether all places are taken. */
  boolean full() {
    lock.lock();
    try {
      return taken >= places();
    } finally {
      lock.unlock();
    }
  }

  /** Placements under way. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Placements that may be under way at present. */
  int limit() {
    lock.lock();
    try {
      return places();
    } finally {
      lock.unlock();
    }
  }
}
