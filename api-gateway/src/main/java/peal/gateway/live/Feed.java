package peal.gateway.live;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One batch's state, for however many listen. It keeps the newest snapshot only: who is slow misses
 * what came between, which is no loss, for each snapshot is the whole state. Thread-safe.
 */
final class Feed {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition looked = lock.newCondition();
  private Snapshot newest;
  private long looks;
  private boolean over;
  private int listeners;

  /**
   * What a listener sees.
   *
   * @param look how many times the batch had been looked at
   * @param newest the newest snapshot, or null before the first
   * @param over whether nothing more will come
   */
  record Seen(long look, Snapshot newest, boolean over) {}

  /** The batch has been looked at; {@code found} is null where nobody could answer. */
  void looked(Snapshot found) {
    lock.lock();
    try {
      newest = found == null ? newest : found;
      looks++;
      looked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come. */
  void end() {
    lock.lock();
    try {
      over = true;
      looked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean over() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the batch has been looked at once more than {@code look} times, but not for ever.
   */
  Seen after(long look, long mostMillis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(mostMillis);
    lock.lockInterruptibly();
    try {
      while (looks <= look && !over && left > 0) {
        left = looked.awaitNanos(left);
      }
      return new Seen(looks, newest, over);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock of {@link Feeds}. */
  void join() {
    listeners++;
  }

  /** Under the lock of {@link Feeds}; whether that was the last listener. */
  boolean leave() {
    return --listeners == 0;
  }
}
