package peal.dialer.dialing;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many dials this worker has in hand, and how many it takes. Thread-safe. */
final class Ceiling {
  private final int most;
  private final Semaphore free;

  Ceiling(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /** Takes a place unless all are taken. */
  boolean tryTake() {
    return free.tryAcquire();
  }

  /** Gives a place back. */
  void giveBack() {
    free.release();
  }

  /** Places that are taken. */
  int taken() {
    return most - free.availablePermits();
  }

  /** Waits until no place is taken; false when {@code limit} passed first. */
  boolean awaitEmpty(Duration limit) throws InterruptedException {
    if (!free.tryAcquire(most, limit.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    free.release(most);
    return true;
  }
}
