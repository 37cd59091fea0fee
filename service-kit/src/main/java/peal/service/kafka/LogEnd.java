package peal.service.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks Kafka where a partition ends. Who waits while others ask takes the answer to a question that
 * was asked after it came: a hundred at once cost two questions. Thread-safe.
 */
final class LogEnd {
  /** How Kafka is asked: within a limit, or {@link TimeoutException}. */
  @FunctionalInterface
  interface Question {
    long ask(Duration limit) throws InterruptedException;
  }

  private final Question question;

  /** Fair, or whoever came first might wait behind all who keep coming. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private boolean told;
  private long askedAt;
  private long end;

  LogEnd(Question question) {
    this.question = question;
  }

  /**
   * The offset of the next record that will be written.
   *
   * @throws TimeoutException when Kafka did not say so within {@code limit}
   */
  long get(Duration limit) throws InterruptedException {
    long came = System.nanoTime();
    if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException("others are still asking");
    }
    try {
      if (told && askedAt - came >= 0) {
        return end;
      }
      long asks = System.nanoTime();
      Duration left = limit.minusNanos(asks - came);
      end = question.ask(left.isNegative() ? Duration.ZERO : left);
      askedAt = asks;
      told = true;
      return end;
    } finally {
      turn.unlock();
    }
  }
}
