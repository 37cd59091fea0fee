package peal.dialer.dialing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.Topics;

/**
 * Puts records that cannot be read aside, as they came, with the reason and their origin in
 * headers. Thread-safe.
 */
final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;

  DeadLetters(Producer<byte[], byte[]> producer, Topics topics) {
    this.producer = producer;
    this.topics = topics;
  }

  /** Copies {@code record}; never throws. The original stays where it is until it expires. */
  void put(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.error(
        "{}-{}@{} cannot be read and goes to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        topics.deadLetters().name(),
        reason);
    ProducerRecord<byte[], byte[]> copy =
        new ProducerRecord<>(
            topics.deadLetters().name(), null, record.key(), record.value(), record.headers());
    header(copy, "reason", reason);
    header(copy, "topic", record.topic());
    header(copy, "partition", Integer.toString(record.partition()));
    header(copy, "offset", Long.toString(record.offset()));
    try {
      producer.send(
          copy,
          (metadata, fault) -> {
            if (fault != null) {
              notCopied(record, fault);
            }
          });
    } catch (RuntimeException fault) {
      notCopied(record, fault);
    }
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void notCopied(ConsumerRecord<byte[], byte[]> record, Exception fault) {
    LOG.error(
        "{}-{}@{} could not be copied to dead-letters: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        fault.toString());
  }

  /** Sends what is still held, at most {@code limit} long. */
  void close(Duration limit) {
    producer.close(limit);
  }
}
