package peal.service.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** How far a partition has been read, and who waits for that. Thread-safe. */
final class ReadPosition {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile long next = -1;

  /** The offset that is read next; negative before anything is known. */
  long next() {
    return next;
  }

  void moveTo(long offset) {
    lock.lock();
    try {
      next = offset;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@code reached}, looked at whenever it moves; false when {@code limit} passed. */
  boolean await(Duration limit, BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        moved.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
