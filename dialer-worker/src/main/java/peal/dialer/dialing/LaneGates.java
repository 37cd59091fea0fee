package peal.dialer.dialing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import peal.domain.Lane;

/**
 * The last look before a phone rings. A dial that left its queue in time may be delayed on the way
 * to the carrier, by a connection or by want of a processor, and several that were delayed would
 * arrive together. Here, one write before the carrier, each lane's dials keep their distance and
 * their deadline once more. Thread-safe; made for virtual threads, which it blocks.
 */
final class LaneGates {
  private static final int SWEEP_FROM = 1_024;

  private final Map<Lane, Gate> gates = new ConcurrentHashMap<>();
  private final Clocks clocks;
  private final Pause pause;
  private final long toleranceNanos;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    /** Returns after {@code nanos}, or earlier when the thread is interrupted. */
    void forNanos(long nanos) throws InterruptedException;
  }

  LaneGates(Clocks clocks, Pause pause, long toleranceNanos) {
    this.clocks = clocks;
    this.pause = pause;
    this.toleranceNanos = toleranceNanos;
  }

  /** Waits until {@code dial} may ring; false when its window has passed by either clock. */
  boolean pass(Waiting dial) {
    if (gates.size() > SWEEP_FROM) {
      gates.values().removeIf(gate -> gate.forgettable());
    }
    return gates.computeIfAbsent(dial.request().lane(), lane -> new Gate()).pass(dial);
  }

  private final class Gate {
    /** Fair, so that dials pass in the order in which they came. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Spacing spacing = new Spacing(toleranceNanos);

    boolean pass(Waiting dial) {
      lock.lock();
      try {
        long due = spacing.dueOf(dial);
        if (due > dial.window().deadlineNanos()) {
          return false;
        }
        for (long left = due - clocks.nanos(); left > 0; left = due - clocks.nanos()) {
          pause.forNanos(left);
        }
        Moment now = clocks.now();
        if (dial.window().passed(now)) {
          return false;
        }
        spacing.dialed(dial, now.nanos());
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }

    boolean forgettable() {
      if (!lock.tryLock()) {
        return false;
      }
      try {
        return !lock.hasQueuedThreads() && spacing.forgettable(clocks.nanos());
      } finally {
        lock.unlock();
      }
    }
  }
}
