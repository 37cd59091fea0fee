package peal.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import peal.domain.Lane;
import peal.ingest.batch.LogUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * Reads a lane's commands, which lie among everybody's, up to where they end now.
 *
 * @param consumers make readers of what is committed
 * @param limit how long one reading may take
 * @param nanos a monotonic clock, ns
 */
record CommandReader(
    Supplier<? extends Consumer<byte[], byte[]>> consumers,
    Ends ends,
    Topics topics,
    Duration limit,
    LongSupplier nanos) {
  /** Between which offsets a partition is to be read. */
  @FunctionalInterface
  interface Ends {
    /** What was written since {@code since}: the first offset, negative for none, and the end. */
    long[] of(TopicPartition partition, Instant since)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  /** A reader in the cluster of {@code clients}. */
  static CommandReader in(KafkaClients clients, Topics topics, Duration limit) {
    return new CommandReader(
        () -> clients.consumer("ingest-claims", Map.of()),
        (partition, since) -> {
          try (Admin admin = clients.admin("ingest-claims")) {
            return new long[] {
              offset(admin, partition, OffsetSpec.forTimestamp(since.toEpochMilli()), limit),
              offset(admin, partition, OffsetSpec.latest(), limit)
            };
          }
        },
        topics,
        limit,
        System::nanoTime);
  }

  /** Of all that is written: what is committed may still lie behind someone's open transaction. */
  private static long offset(
      Admin admin, TopicPartition partition, OffsetSpec which, Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .listOffsets(Map.of(partition, which))
        .partitionResult(partition)
        .get(limit.toMillis(), TimeUnit.MILLISECONDS)
        .offset();
  }

  /** Where the commands of {@code lane} lie. */
  TopicPartition partition(Lane lane) {
    return new TopicPartition(topics.batchCommands().name(), topics.partitionOf(lane));
  }

  /**
   * Reads records until {@code enough} says so.
   *
   * @param passed told how far it has come, after each that was not enough
   * @throws LogUnavailable when it took too long
   */
  void read(
      TopicPartition partition,
      long from,
      long end,
      Predicate<ConsumerRecord<byte[], byte[]>> enough,
      LongConsumer passed)
      throws LogUnavailable {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      long deadline = nanos.getAsLong() + limit.toNanos();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (enough.test(record)) {
            return;
          }
        }
        passed.accept(consumer.position(partition));
        if (nanos.getAsLong() - deadline > 0) {
          throw new LogUnavailable("the log of commands was not read to its end in time", null);
        }
      }
    }
  }

  /** What {@code record} says. */
  Object value(ConsumerRecord<byte[], byte[]> record) {
    return topics
        .batchCommands()
        .values()
        .deserializer()
        .deserialize(record.topic(), record.value());
  }
}
