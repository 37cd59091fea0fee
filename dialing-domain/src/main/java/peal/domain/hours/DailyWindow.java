package peal.domain.hours;

/**
 * A span of the local day in which calls may be made.
 *
 * @param start first minute of the day, 0–1439
 * @param end the minute at which it ends, 0–1440, another than {@code start}; an end before the
 *     start lies on the next day
 */
public record DailyWindow(int start, int end) {
  /** Minutes of a day of 24 hours. */
  public static final int DAY = 24 * 60;

  /** Refuses minutes outside the day, and a window without length. */
  public DailyWindow {
    if (start < 0 || start >= DAY) {
      throw new IllegalArgumentException("start must be 00:00-23:59, or minutes 0-1439");
    }
    if (end < 0 || end > DAY) {
      throw new IllegalArgumentException("end must be 00:00-24:00, or minutes 0-1440");
    }
    if (start == end) {
      throw new IllegalArgumentException(
          "start and end must differ; for the whole day write 00:00 and 24:00");
    }
  }

  /** Whether it ends on the day after the one on which it starts. */
  boolean crossesMidnight() {
    return end < start;
  }
}
