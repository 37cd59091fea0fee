package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.LogUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Reads a lane's commands for the seal of a claim. Thread-safe. */
final class SealSearch {
  /** The header of a seal that names its claim. */
  static final String CLAIM = "peal-claim";

  private final KafkaClients clients;
  private final Topics topics;
  private final Duration limit;

  /** A search that gives up after {@code limit}. */
  SealSearch(KafkaClients clients, Topics topics, Duration limit) {
    this.clients = clients;
    this.topics = topics;
    this.limit = limit;
  }

  /**
   * The batch that a try of {@code claim} has sealed since {@code since}, if any.
   *
   * @throws LogUnavailable when the log could not be read to its end
   */
  Optional<BatchId> find(String claim, Lane lane, Instant since) throws LogUnavailable {
    TopicPartition partition =
        new TopicPartition(topics.batchCommands().name(), topics.partitionOf(lane));
    try (Admin admin = clients.admin("ingest-claims");
        KafkaConsumer<byte[], byte[]> consumer = clients.consumer("ingest-claims", Map.of())) {
      long from = offset(admin, partition, OffsetSpec.forTimestamp(since.toEpochMilli()));
      long end = offset(admin, partition, OffsetSpec.latest());
      if (from < 0) {
        return Optional.empty();
      }
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      return read(consumer, partition, end, claim);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new LogUnavailable("earlier tries could not be looked up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while looking up earlier tries", e);
    }
  }

  /** Of all that is written: what is committed may still lie behind someone's open transaction. */
  private long offset(Admin admin, TopicPartition partition, OffsetSpec which)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .listOffsets(Map.of(partition, which))
        .partitionResult(partition)
        .get(limit.toMillis(), TimeUnit.MILLISECONDS)
        .offset();
  }

  private Optional<BatchId> read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, String claim)
      throws LogUnavailable {
    byte[] wanted = claim.getBytes(StandardCharsets.UTF_8);
    long deadline = System.nanoTime() + limit.toNanos();
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
      if (System.nanoTime() - deadline > 0) {
        throw new LogUnavailable("the log of commands was not read to its end in time", null);
      }
    }
    return Optional.empty();
  }
}
