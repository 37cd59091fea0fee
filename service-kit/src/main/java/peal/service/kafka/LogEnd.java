package peal.service.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks Kafka where a partition ends, by a consumer that is made when it is first needed. Who waits
 * while others ask takes the answer to a question that was asked after it came: a hundred at once
 * cost two questions. Thread-safe.
 */
final class LogEnd implements AutoCloseable {
  private final Supplier<Consumer<byte[], byte[]>> consumers;

  /** Fair, or whoever came first might wait behind all who keep coming. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final TopicPartition partition;
  private Consumer<byte[], byte[]> consumer;
  private boolean told;
  private long askedAt;
  private long end;

  LogEnd(TopicPartition partition, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.partition = partition;
    this.consumers = consumers;
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
      if (consumer == null) {
        consumer = consumers.get();
        // It warns at each answer of a partition that is not its own; nothing is ever read.
        consumer.assign(List.of(partition));
      }
      long asks = System.nanoTime();
      Duration left = limit.minusNanos(asks - came);
      end =
          consumer
              .endOffsets(List.of(partition), left.isNegative() ? Duration.ZERO : left)
              .get(partition);
      askedAt = asks;
      told = true;
      return end;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (consumer != null) {
        consumer.close();
        consumer = null;
      }
    } finally {
      turn.unlock();
    }
  }
}
