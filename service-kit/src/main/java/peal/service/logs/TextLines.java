package peal.service.logs;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Lines for people, by a pattern, without personal data. */
public final class TextLines extends PatternLayoutEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    return PersonalData.masked(super.encode(event));
  }
}
