package peal.service.streams;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.RefusedByBrokers;
import peal.topics.Topics;

/**
 * Puts aside what cannot be made into a record, and goes on. Only what fails before the producer
 * has it can be passed over: what the producer or a broker refuses spoils the transaction, whatever
 * is answered here. Hence the bounds of our serdes, and the check of the topics' settings at start;
 * where that could not see them, a broker's first refusal ends the thread, and the next thread puts
 * aside. What Peal is not allowed to write can be put aside nowhere: then the application ends, and
 * goes on where it was when it is allowed to. Made by Streams.
 */
public final class UnwritableOutput implements ProductionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UnwritableOutput.class);

  private PutAside putAside;

  @Override
  public void configure(Map<String, ?> settings) {
    putAside = new PutAside(settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // As Streams declares it.
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception fault,
      SerializationExceptionOrigin origin) {
    byte[] key = record.key() instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    return Response.resume(putAside.of(context, record, key, fault));
  }

  /** As Streams does where nothing is set: again where that may help. */
  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception fault) {
    if (fault instanceof RecordTooLargeException
        && record.value() != null
        && record.key() != null) {
      LOG.error(
          "Brokers refuse a record of {} with {} bytes: set its max.message.bytes to {} and"
              + " restart. Until then records of this lane with half as many and more go to {}.",
          record.topic(),
          record.value().length,
          Topics.LARGEST_DERIVED,
          Topics.DEAD_LETTERS);
      RefusedByBrokers.add(
          record.topic(), new String(record.key(), StandardCharsets.UTF_8), record.value().length);
    }
    return fault instanceof RetriableException ? Response.retry() : Response.fail();
  }
}
