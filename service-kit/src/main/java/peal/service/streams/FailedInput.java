package peal.service.streams;

import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import peal.topics.UnreadableRecord;

/**
 * Puts records aside that can be read and yet not be taken in: whatever the rules throw at one of
 * them they throw each time, and the lane would stand still. What Kafka or a store throws is not
 * the record's fault, nor is anything that a timer throws: that fails, and a new thread tries
 * again. Made by Streams.
 */
public final class FailedInput implements ProcessingExceptionHandler {
  private PutAside putAside;

  @Override
  public void configure(Map<String, ?> settings) {
    putAside = new PutAside(settings);
  }

  @Override
  public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception fault) {
    Exception reason = reason(fault);
    boolean ours = !(reason instanceof KafkaException) || reason instanceof UnreadableRecord;
    return context.topic() != null && ours
        ? Response.resume(
            putAside.of(context, context.sourceRawKey(), context.sourceRawValue(), reason))
        : Response.fail();
  }

  /**
   * {@code fault} as Streams hands it to this handler: an {@link Error} would pass it by, and end
   * the thread, and the next one's, at the same record.
   */
  public static RuntimeException exception(Throwable fault) {
    if (fault instanceof RuntimeException itself) {
      return itself;
    }
    RuntimeException exception = new IllegalStateException(fault.getClass().getSimpleName(), fault);
    exception.setStackTrace(fault.getStackTrace());
    return exception;
  }

  /** Streams may wrap what a deserializer throws. */
  static Exception reason(Exception fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableRecord unreadable) {
        return unreadable;
      }
    }
    return fault;
  }
}
