package peal.service.streams;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.kafka.DeadLetterCounts;
import peal.topics.DeadLetter;
import peal.topics.Topics;

/**
 * Makes dead letters of a topology's inputs and outputs; they leave in the transaction that passes
 * over the record, so there is one for each.
 */
final class PutAside {
  /** Setting of Streams that holds {@link DeadLetterCounts}; absent where nobody counts. */
  static final String COUNTS = "peal.dead.letters.counts";

  private static final Logger LOG = LoggerFactory.getLogger(PutAside.class);

  private final String reader;
  private final DeadLetterCounts counts;

  /** As {@code settings} of the application say. */
  PutAside(Map<String, ?> settings) {
    this.reader = (String) settings.get(StreamsConfig.APPLICATION_ID_CONFIG);
    this.counts = (DeadLetterCounts) settings.get(COUNTS);
  }

  /** The record that {@code context} is about, to be sent. */
  List<ProducerRecord<byte[], byte[]>> of(
      ErrorHandlerContext context, byte[] key, byte[] value, Exception fault) {
    DeadLetter letter =
        DeadLetter.of(
            context.topic(),
            context.partition(),
            context.offset(),
            context.timestamp(),
            DeadLetter.Reason.of(fault, reader),
            key,
            value,
            context.headers());
    return list(letter);
  }

  /** The record that could not be written, to be sent in its place. */
  List<ProducerRecord<byte[], byte[]>> of(
      ErrorHandlerContext context, ProducerRecord<?, ?> unwritten, byte[] key, Exception fault) {
    return list(
        DeadLetter.unwritten(
            unwritten.topic(),
            Optional.ofNullable(unwritten.partition()).orElse(-1),
            Instant.ofEpochMilli(context.timestamp()),
            DeadLetter.Reason.of(fault, reader),
            key,
            unwritten.headers()));
  }

  private List<ProducerRecord<byte[], byte[]>> list(DeadLetter letter) {
    LOG.error(
        "{}: {}-{}@{} goes to {}: {} ({})",
        reader,
        letter.topic(),
        letter.partition(),
        letter.offset(),
        Topics.DEAD_LETTERS,
        letter.detail(),
        letter.why().word());
    if (counts != null) {
      counts.count(letter);
    }
    return List.of(letter.record(Topics.DEAD_LETTERS));
  }
}
