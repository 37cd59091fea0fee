package peal.service.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer of a stream thread, whose polls last as {@link PollRest} says. Not thread-safe. */
final class PatientConsumer extends KafkaConsumer<byte[], byte[]> {
  private final PollRest rest;

  PatientConsumer(Map<String, Object> settings, PollRest rest) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.rest = rest;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration asked) {
    ConsumerRecords<byte[], byte[]> records =
        super.poll(rest.patience(asked, System.currentTimeMillis()));
    if (!records.isEmpty()) {
      rest.records(System.currentTimeMillis());
    }
    return records;
  }
}
