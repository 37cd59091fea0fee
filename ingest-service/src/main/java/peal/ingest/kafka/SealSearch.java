package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.LogUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * Reads a lane's commands for the seal of a claim. They lie among everybody's, so a question may
 * read much: it ends after a time, and whoever asks again goes on where it ended, for what was read
 * does not change. A workspace asks one question at a time, and so many are asked at once in all.
 * Thread-safe.
 */
final class SealSearch {
  /** The header of a seal that names its claim. */
  static final String CLAIM = "peal-claim";

  /** Questions at once. */
  static final int AT_ONCE = 4;

  /** Questions of which it is known how far they have come. */
  private static final int REMEMBERED = 1_000;

  private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
  private final Ends ends;
  private final Topics topics;
  private final Duration limit;
  private final LongSupplier nanos;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /** As many as there are workspaces. */
  private final Map<WorkspaceId, Semaphore> own = new ConcurrentHashMap<>();

  private final Map<String, Long> reached =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Between which offsets a partition is to be read. */
  @FunctionalInterface
  interface Ends {
    /** What was written since {@code since}: the first offset, negative for none, and the end. */
    long[] of(TopicPartition partition, Instant since)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  /**
   * A search that gives up after {@code limit}, also to wait for its place.
   *
   * @param nanos a monotonic clock, ns
   */
  SealSearch(
      Supplier<? extends Consumer<byte[], byte[]>> consumers,
      Ends ends,
      Topics topics,
      Duration limit,
      LongSupplier nanos) {
    this.consumers = consumers;
    this.ends = ends;
    this.topics = topics;
    this.limit = limit;
    this.nanos = nanos;
  }

  /** A search in the cluster of {@code clients}. */
  static SealSearch in(KafkaClients clients, Topics topics, Duration limit) {
    return new SealSearch(
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

  /**
   * The batch that a try of {@code claim} has sealed since {@code since}, if any.
   *
   * @throws LogUnavailable when the log could not be read to its end, or too many are being read
   */
  Optional<BatchId> find(String claim, Lane lane, Instant since) throws LogUnavailable {
    Semaphore ofWorkspace =
        own.computeIfAbsent(lane.workspace(), workspace -> new Semaphore(1, true));
    try {
      take(ofWorkspace);
      try {
        take(places);
        try {
          return look(claim, lane, since);
        } finally {
          places.release();
        }
      } finally {
        ofWorkspace.release();
      }
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new LogUnavailable("earlier tries could not be looked up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while looking up earlier tries", e);
    }
  }

  private void take(Semaphore some) throws InterruptedException, LogUnavailable {
    if (!some.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new LogUnavailable("too many earlier tries are being looked up", null);
    }
  }

  private Optional<BatchId> look(String claim, Lane lane, Instant since)
      throws InterruptedException, ExecutionException, TimeoutException, LogUnavailable {
    TopicPartition partition =
        new TopicPartition(topics.batchCommands().name(), topics.partitionOf(lane));
    long[] span = ends.of(partition, since);
    if (span[0] < 0) {
      return Optional.empty();
    }
    String question = partition + " " + claim;
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, Math.max(span[0], from(question)));
      return read(consumer, partition, span[1], claim, question);
    }
  }

  private long from(String question) {
    synchronized (reached) {
      return reached.getOrDefault(question, 0L);
    }
  }

  /** All before {@code position} has been looked at, and was not what is asked for. */
  private void passed(String question, long position) {
    synchronized (reached) {
      reached.put(question, position);
    }
  }

  private Optional<BatchId> read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      String claim,
      String question)
      throws LogUnavailable {
    byte[] wanted = claim.getBytes(StandardCharsets.UTF_8);
    long deadline = nanos.getAsLong() + limit.toNanos();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        Header header = record.headers().lastHeader(CLAIM);
        if (header != null
            && Arrays.equals(header.value(), wanted)
            && topics
                    .batchCommands()
                    .values()
                    .deserializer()
                    .deserialize(record.topic(), record.value())
                instanceof BatchSealed sealed) {
          return Optional.of(sealed.batch());
        }
      }
      passed(question, consumer.position(partition));
      if (nanos.getAsLong() - deadline > 0) {
        throw new LogUnavailable("the log of commands was not read to its end in time", null);
      }
    }
    return Optional.empty();
  }
}
