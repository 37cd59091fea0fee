package peal.service.logs;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** An object a line, for collectors of logs, without personal data. */
public final class JsonLines extends JsonEncoder {
  /** With what a collector can use: time in ms, level, thread, logger, request, message, fault. */
  public JsonLines() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMessage(false);
    setWithArguments(false);
    setWithFormattedMessage(true);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return PersonalData.masked(super.encode(event));
  }
}
