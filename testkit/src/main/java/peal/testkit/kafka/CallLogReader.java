package peal.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import peal.domain.BatchId;
import peal.domain.WorkspaceId;
import peal.domain.event.Suppression;
import peal.testkit.evidence.CallLog;
import peal.testkit.evidence.CallLogReading;
import peal.topics.Topic;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/** Reads the topics of lanes from their beginning to where they end now. */
public final class CallLogReader {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PARTITIONS);
  private static final Map<String, Topic<String, ?>> READ =
      List.<Topic<String, ?>>of(
              TOPICS.batchCommands(),
              TOPICS.suppressions(),
              TOPICS.callJobs(),
              TOPICS.callJobsBulk(),
              TOPICS.dialRequests(),
              TOPICS.callEvents())
          .stream()
          .collect(Collectors.toMap(Topic::name, Function.identity()));

  private CallLogReader() {}

  /**
   * What was committed of {@code batches}.
   *
   * @param consumer reads what is committed and belongs to nobody; closed before this returns
   * @throws org.apache.kafka.common.KafkaException when the brokers do not answer
   */
  public static CallLog read(Consumer<byte[], byte[]> consumer, Set<BatchId> batches) {
    CallLogReading reading = new CallLogReading(batches);
    try (consumer) {
      List<TopicPartition> all = new ArrayList<>();
      for (String topic : READ.keySet()) {
        consumer
            .partitionsFor(topic)
            .forEach(partition -> all.add(new TopicPartition(topic, partition.partition())));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(record, reading);
        }
      }
    }
    return reading.log();
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, CallLogReading reading) {
    String topic = record.topic();
    try {
      Object value = READ.get(topic).values().deserializer().deserialize(topic, record.value());
      if (value instanceof Suppression entry) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        WorkspaceId workspace = new WorkspaceId(key.substring(0, key.indexOf('/')));
        reading.add(workspace, record.offset(), entry);
      } else if (value != null) {
        reading.add(value);
      }
    } catch (UnreadableRecord e) {
      // A client wrote it on purpose; the services leave it aside as well.
    }
  }
}
