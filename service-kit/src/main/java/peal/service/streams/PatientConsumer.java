package peal.service.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer of a stream thread, whose polls last as {@link PollRest} says. Not thread-safe. */
final class PatientConsumer extends KafkaConsumer<byte[], byte[]> {
  private final PollRest rest;
  private boolean hadRecords;

  PatientConsumer(Map<String, Object> settings, PollRest rest) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.rest = rest;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration asked) {
    long now = System.currentTimeMillis();
    if (hadRecords) {
      // They have been worked off only now.
      rest.records(now);
    }
    // Streams pauses what it has been given and does not work on yet: it waits for that.
    Duration patience = paused().isEmpty() ? rest.patience(asked, now) : asked;
    ConsumerRecords<byte[], byte[]> records = super.poll(patience);
    hadRecords = !records.isEmpty();
    return records;
  }
}
