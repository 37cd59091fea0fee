package peal.ingest.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.ingest.rejected.RejectedFolder;
import peal.service.kafka.KafkaClients;
import peal.topics.Topic;
import peal.topics.Topics;

/**
 * Deletes the left-out rows of batches that are forgotten. It keeps no position: a batch is
 * forgotten after its file was written, so reading begins where the oldest file is, and without any
 * at the end.
 */
public final class ForgottenBatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForgottenBatches.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(5);

  private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
  private final Duration rest;
  private final Topic<String, BatchCommand> commands;
  private final RejectedFolder folder;
  private final Collection<TopicPartition> partitions;
  private final AtomicReference<KafkaConsumer<byte[], byte[]>> reading = new AtomicReference<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closing;

  /** Begins to read. */
  public ForgottenBatches(KafkaClients clients, Topics topics, RejectedFolder folder) {
    this(() -> clients.consumer("ingest-forgotten", Map.of()), topics, folder, REST);
  }

  /** As the other constructor; after a fault it begins anew, {@code rest} later. */
  ForgottenBatches(
      Supplier<KafkaConsumer<byte[], byte[]>> consumers,
      Topics topics,
      RejectedFolder folder,
      Duration rest) {
    this.consumers = consumers;
    this.rest = rest;
    this.commands = topics.batchCommands();
    this.folder = folder;
    this.partitions =
        IntStream.range(0, commands.partitions())
            .mapToObj(partition -> new TopicPartition(commands.name(), partition))
            .toList();
    this.thread = Thread.ofVirtual().name("forgotten-batches").start(this::run);
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumers.get()) {
        reading.set(consumer);
        seek(consumer);
        while (!closing) {
          consumer.poll(POLL).forEach(this::take);
        }
      } catch (WakeupException e) {
        return;
      } catch (KafkaException | UncheckedIOException e) {
        LOG.warn("Whether batches are forgotten cannot be read now: {}", e.getMessage());
        rest();
      } catch (RuntimeException | Error fault) {
        // Thrown on, nothing would be deleted any more, and nobody would know.
        LOG.error("Reading which batches are forgotten failed; it begins anew.", fault);
        rest();
      }
    }
  }

  private void seek(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(partitions);
    // Taken before the folder is looked at: a command that comes in meanwhile lies behind it.
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Optional<Instant> oldest;
    try {
      oldest = folder.oldest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (oldest.isEmpty()) {
      ends.forEach(consumer::seek);
      return;
    }
    long since = oldest.get().toEpochMilli();
    Map<TopicPartition, OffsetAndTimestamp> found =
        new HashMap<>(
            consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(one -> one, one -> since))));
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp from = found.get(partition);
      if (from == null) {
        consumer.seek(partition, ends.get(partition));
      } else {
        consumer.seek(partition, from.offset());
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (commands.values().deserializer().deserialize(record.topic(), record.value())
          instanceof BatchForgotten forgotten) {
        Lane lane =
            Lane.parse(commands.keys().deserializer().deserialize(record.topic(), record.key()));
        folder.forget(lane.workspace(), forgotten.batch());
      }
    } catch (RuntimeException e) {
      // What nobody can read the projector puts aside.
      LOG.debug("A command at offset {} cannot be read.", record.offset(), e);
    }
  }

  private void rest() {
    try {
      closed.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Not by an interrupt: the consumer would fail to leave in order, and log that as an error. */
  @Override
  public void close() {
    closing = true;
    closed.countDown();
    KafkaConsumer<byte[], byte[]> consumer = reading.get();
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
