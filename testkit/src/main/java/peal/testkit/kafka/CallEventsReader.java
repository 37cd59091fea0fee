package peal.testkit.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import peal.domain.BatchId;
import peal.domain.event.CallEvent;
import peal.testkit.evidence.CallLog;
import peal.topics.Topic;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/** Reads {@code call-events} from its beginning to where it ends now. */
public final class CallEventsReader {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Topic<String, CallEvent> EVENTS =
      new Topics(Topics.DEFAULT_PARTITIONS).callEvents();

  private CallEventsReader() {}

  /**
   * What was committed of {@code batches}.
   *
   * @param consumer reads what is committed and belongs to nobody; closed before this returns
   * @throws org.apache.kafka.common.KafkaException when the brokers do not answer
   */
  public static CallLog read(Consumer<byte[], byte[]> consumer, Set<BatchId> batches) {
    CallLog.Reading reading = new CallLog.Reading(batches);
    try (consumer) {
      List<TopicPartition> all =
          consumer.partitionsFor(EVENTS.name()).stream()
              .map(partition -> new TopicPartition(EVENTS.name(), partition.partition()))
              .toList();
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

  private static void add(ConsumerRecord<byte[], byte[]> record, CallLog.Reading reading) {
    try {
      CallEvent event = EVENTS.values().deserializer().deserialize(EVENTS.name(), record.value());
      if (event != null) {
        reading.add(event);
      }
    } catch (UnreadableRecord e) {
      // A client wrote it on purpose; the services leave it aside as well.
    }
  }
}
