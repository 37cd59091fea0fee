package peal.service.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Puts records aside that cannot be read, and goes on. Made by Streams. */
public final class UnreadableInput implements DeserializationExceptionHandler {
  private PutAside putAside;

  @Override
  public void configure(Map<String, ?> settings) {
    putAside = new PutAside(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception fault) {
    return Response.resume(
        putAside.of(context, record.key(), record.value(), FailedInput.reason(fault)));
  }
}
