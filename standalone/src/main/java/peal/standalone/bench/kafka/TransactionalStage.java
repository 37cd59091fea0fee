package peal.standalone.bench.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import peal.service.kafka.GroupTimes;
import peal.service.kafka.KafkaClients;

/**
 * Reads topics, and writes in transactions of an interval that hold the offsets, too: what Kafka
 * Streams does, with its settings, and without it. Runs in one thread until it is closed.
 */
final class TransactionalStage implements Runnable, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  /** What becomes of a record. */
  interface Step {
    void take(
        ConsumerRecord<byte[], byte[]> record, Consumer<ProducerRecord<String, byte[]>> written);
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final long intervalNanos;
  private final Step step;
  private volatile boolean closed;

  /**
   * A stage that does not run yet.
   *
   * @param name its group and transactions
   * @param interval between commits
   * @param more settings of its consumer
   */
  TransactionalStage(
      String name,
      KafkaClients clients,
      List<String> topics,
      Duration interval,
      Map<String, Object> more,
      Step step) {
    this.intervalNanos = interval.toNanos();
    this.step = step;
    this.consumer = clients.consumer(name, more);
    this.consumer.subscribe(topics);
    this.producer =
        clients.producer(
            name,
            new ByteArraySerializer(),
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                name,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                10_000,
                ProducerConfig.LINGER_MS_CONFIG,
                100,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024));
  }

  /** Settings of a consumer of {@code group} that begins at the beginning. */
  static Map<String, Object> membership(String group) {
    return Map.of(
        ConsumerConfig.GROUP_ID_CONFIG,
        group,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        1_000,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        GroupTimes.SESSION_MILLIS,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        GroupTimes.HEARTBEAT_MILLIS);
  }

  @Override
  public void run() {
    try (consumer;
        producer) {
      producer.initTransactions();
      boolean open = false;
      long committed = System.nanoTime();
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty() && !open) {
          producer.beginTransaction();
          open = true;
        }
        records.forEach(record -> step.take(record, producer::send));
        if (open && System.nanoTime() - committed >= intervalNanos) {
          commit();
          committed = System.nanoTime();
          open = false;
        }
      }
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
    consumer
        .assignment()
        .forEach(part -> read.put(part, new OffsetAndMetadata(consumer.position(part))));
    producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
    producer.commitTransaction();
  }

  /** Lets it end soon; what is not committed is not done. */
  @Override
  public void close() {
    closed = true;
  }
}
