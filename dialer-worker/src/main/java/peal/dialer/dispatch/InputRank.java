package peal.dialer.dispatch;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import peal.domain.event.CallQueued;

/** Ranks inputs. */
public final class InputRank implements TimestampExtractor {
  private static final long START = Clock.systemUTC().millis();

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (!(record.value() instanceof CallQueued)) {
      return START;
    }
    return record.topic().endsWith("-bulk") ? START + 2 : START + 1;
  }
}
