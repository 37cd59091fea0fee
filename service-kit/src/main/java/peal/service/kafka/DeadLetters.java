package peal.service.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.DeadLetter;
import peal.topics.Topics;

/**
 * Puts records that cannot be read aside, as they came, with the reason and their origin in
 * headers, for readers that are no Streams application. The producer is made for the first of them.
 * Thread-safe.
 */
public final class DeadLetters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final String reader;
  private final DeadLetterCounts counts;
  private final ReentrantLock turn = new ReentrantLock();
  private Producer<byte[], byte[]> producer;
  private boolean closed;

  /**
   * Puts aside what {@code reader} cannot read.
   *
   * @param topic what it reads
   * @param reader who reads, such as {@code gateway}; it is told in a header
   */
  public DeadLetters(KafkaClients clients, String topic, String reader, MeterRegistry registry) {
    this(() -> clients.rawProducer(reader + "-dead-letters"), topic, reader, registry);
  }

  /** As the other constructor, with producers from anywhere. */
  public DeadLetters(
      Supplier<Producer<byte[], byte[]>> producers,
      String topic,
      String reader,
      MeterRegistry registry) {
    this.producers = producers;
    this.reader = reader;
    this.counts = new DeadLetterCounts(registry, List.of(topic));
  }

  /** Copies {@code record}; never throws. The original stays where it is until it expires. */
  public void put(ConsumerRecord<byte[], byte[]> record, Throwable fault) {
    DeadLetter letter = DeadLetter.of(record, DeadLetter.Reason.of(fault, reader));
    LOG.error(
        "{}-{}@{} goes to {}: {} ({})",
        letter.topic(),
        letter.partition(),
        letter.offset(),
        Topics.DEAD_LETTERS,
        letter.detail(),
        letter.why().word());
    counts.count(letter);
    turn.lock();
    try {
      if (closed) {
        notCopied(letter, "this process stops");
        return;
      }
      if (producer == null) {
        producer = producers.get();
      }
      producer.send(
          letter.record(Topics.DEAD_LETTERS),
          (metadata, lost) -> {
            if (lost != null) {
              notCopied(letter, lost.toString());
            }
          });
    } catch (RuntimeException lost) {
      notCopied(letter, lost.toString());
    } finally {
      turn.unlock();
    }
  }

  private static void notCopied(DeadLetter letter, String why) {
    LOG.error(
        "{}-{}@{} could not be copied to dead-letters: {}",
        letter.topic(),
        letter.partition(),
        letter.offset(),
        why);
  }

  /** Sends what is still held, for at most 5 s. */
  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      if (producer != null) {
        producer.close(CLOSE_LIMIT);
      }
    } finally {
      turn.unlock();
    }
  }
}
