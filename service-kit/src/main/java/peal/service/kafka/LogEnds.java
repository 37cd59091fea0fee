package peal.service.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions end, as Kafka says it: after the last record that is committed. One client asks
 * for all of them; it is made for the first question. Thread-safe.
 */
final class LogEnds implements AutoCloseable {
  private final Supplier<Admin> admins;
  private final ReentrantLock turn = new ReentrantLock();
  private Admin admin;
  private boolean closed;

  LogEnds(Supplier<Admin> admins) {
    this.admins = admins;
  }

  LogEnd of(TopicPartition partition) {
    return new LogEnd(limit -> ask(partition, limit));
  }

  /**
   * Asks Kafka.
   *
   * @throws KafkaException when Kafka does not say, within {@code limit} or at all
   */
  private long ask(TopicPartition partition, Duration limit) throws InterruptedException {
    ListOffsetsOptions options =
        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)
            .timeoutMs((int) Math.max(1, limit.toMillis()));
    try {
      return admin()
          .listOffsets(Map.of(partition, OffsetSpec.latest()), options)
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException fault ? fault : new KafkaException(e.getCause());
    }
  }

  private Admin admin() {
    turn.lock();
    try {
      if (closed) {
        throw new KafkaException("this process stops");
      }
      if (admin == null) {
        admin = admins.get();
      }
      return admin;
    } finally {
      turn.unlock();
    }
  }

  /** Whoever still asks is told that nobody knows. */
  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
    } finally {
      turn.unlock();
    }
  }
}
