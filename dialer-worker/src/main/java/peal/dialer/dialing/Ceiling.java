package peal.dialer.dialing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import peal.domain.Lane;

/**
 * How many dials this worker has in hand, and how many it takes. All dials of a lane come to one
 * worker, so one fast lane with a slow carrier would fill it and keep its neighbours out; no lane
 * gets more than half of the places. Thread-safe.
 */
final class Ceiling {
  private final int most;
  private final int mostOfOneLane;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private final Map<Lane, Integer> lanes = new HashMap<>();
  private int taken;

  /** At most {@code most} dials, at least 1, and half of that, but at least 1, of one lane. */
  Ceiling(int most) {
    this.most = most;
    this.mostOfOneLane = Math.max(1, most / 2);
  }

  /** Takes a place for a dial of {@code lane}, unless all are taken or half of them by it. */
  boolean tryTake(Lane lane) {
    lock.lock();
    try {
      int ofLane = lanes.getOrDefault(lane, 0);
      if (taken >= most || ofLane >= mostOfOneLane) {
        return false;
      }
      lanes.put(lane, ofLane + 1);
      taken++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place of {@code lane} back, once for each that it has taken. */
  void giveBack(Lane lane) {
    lock.lock();
    try {
      lanes.computeIfPresent(lane, (any, ofLane) -> ofLane == 1 ? null : ofLane - 1);
      taken--;
      if (taken == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Places that are taken. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no place is taken; false when {@code limit} passed first. */
  boolean awaitEmpty(Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (taken > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = empty.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
