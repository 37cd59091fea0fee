package peal.gateway.json;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times as agents, flows and workspaces show them. */
public final class Times {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Times() {}

  /** ISO-8601 in UTC with milliseconds; null stays null. */
  public static String iso(Instant instant) {
    return instant == null ? null : MILLIS.format(instant);
  }
}
