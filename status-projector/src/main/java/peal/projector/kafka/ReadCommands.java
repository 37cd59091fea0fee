package peal.projector.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import peal.domain.Lane;
import peal.projector.query.LaneUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Up to where the fold has committed the commands of lanes, as Kafka knows it. Thread-safe. */
final class ReadCommands implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Topics topics;
  private final String group;
  private final Admin admin;

  /** Of what {@code group} has read. */
  ReadCommands(KafkaClients clients, Topics topics, String group) {
    this.topics = topics;
    this.group = group;
    this.admin = clients.admin("projector-read-commands");
  }

  /**
   * The offset before which all commands of {@code lane} have been read; 0 where none is known.
   *
   * @throws LaneUnavailable when Kafka does not answer
   */
  long upTo(Lane lane) {
    TopicPartition partition =
        new TopicPartition(topics.batchCommands().name(), topics.partitionOf(lane));
    ListConsumerGroupOffsetsSpec which =
        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
    try {
      OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(Map.of(group, which))
              .partitionsToOffsetAndMetadata(group)
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
              .get(partition);
      return committed == null ? 0 : committed.offset();
    } catch (ExecutionException | TimeoutException e) {
      throw new LaneUnavailable(lane, "Kafka does not tell how far it was read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaneUnavailable(lane, "this instance is stopping", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
