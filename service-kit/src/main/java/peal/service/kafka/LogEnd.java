package peal.service.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Asks Kafka where a partition ends, by a consumer that is made when it is first needed. */
final class LogEnd implements AutoCloseable {
  private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
  private final ReentrantLock turn = new ReentrantLock();
  private KafkaConsumer<byte[], byte[]> consumer;

  LogEnd(Supplier<KafkaConsumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /**
   * The offset of the next record that will be written.
   *
   * @throws TimeoutException when Kafka did not say so within {@code limit}
   */
  long of(TopicPartition partition, Duration limit) throws InterruptedException {
    if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException("others are still asking");
    }
    try {
      if (consumer == null) {
        consumer = consumers.get();
      }
      return consumer.endOffsets(List.of(partition), limit).get(partition);
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
