package peal.dialer.dialing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import peal.domain.Lane;

/**
 * The last look before a phone rings. A dial that left its queue in time may be delayed on the way
 * to the carrier, by a connection or by want of a processor, and several that were delayed would
 * arrive together. Here, one write before the carrier, each lane's dials keep their distance and
 * their deadline once more. Thread-safe; blocks its thread.
 */
final class LaneGates {
  private static final int SWEEP_FROM = 1_024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Lane, Gate> gates = new HashMap<>();
  private final Clocks clocks;
  private final Pause pause;
  private final long toleranceNanos;
  private int sweepAt = SWEEP_FROM;

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

  /**
   * Waits until {@code dial} may ring.
   *
   * @return the moment that its distance is counted from, which is when its order leaves; empty
   *     when its window has passed by either clock
   */
  Optional<Moment> pass(Waiting dial) {
    Gate gate = enter(dial.request().lane());
    try {
      return gate.pass(dial);
    } finally {
      leave(gate);
    }
  }

  /** Two gates of one lane would keep no distance, so one that somebody is at is not forgotten. */
  private Gate enter(Lane lane) {
    lock.lock();
    try {
      if (gates.size() >= sweepAt) {
        long now = clocks.nanos();
        gates.values().removeIf(gate -> gate.forgettable(now));
        sweepAt = Math.max(SWEEP_FROM, 2 * gates.size());
      }
      Gate gate = gates.computeIfAbsent(lane, any -> new Gate());
      gate.dials++;
      return gate;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Gate gate) {
    lock.lock();
    try {
      gate.dials--;
    } finally {
      lock.unlock();
    }
  }

  /** Lanes that are remembered. */
  int remembered() {
    lock.lock();
    try {
      return gates.size();
    } finally {
      lock.unlock();
    }
  }

  private final class Gate {
    /** Fair, so that dials pass in the order in which they came. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Spacing spacing = new Spacing(toleranceNanos);

    /** Dials that are at it; guarded by the lock of all gates. */
    private int dials;

    Optional<Moment> pass(Waiting dial) {
      turn.lock();
      try {
        long due = spacing.dueOf(dial);
        if (due > dial.window().deadlineNanos()) {
          return Optional.empty();
        }
        for (long left = due - clocks.nanos(); left > 0; left = due - clocks.nanos()) {
          pause.forNanos(left);
        }
        Moment now = clocks.now();
        if (dial.window().passed(now)) {
          return Optional.empty();
        }
        spacing.dialed(dial, now.nanos());
        return Optional.of(now);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } finally {
        turn.unlock();
      }
    }

    boolean forgettable(long nowNanos) {
      return dials == 0 && spacing.forgettable(nowNanos);
    }
  }
}
