package peal.domain.hours;

import java.time.LocalDate;

/**
 * Local dates on which nobody is called, such as a holiday.
 *
 * @param name what the client calls them, at most {@value #LONGEST_NAME} characters, or null
 * @param startDate the first
 * @param endDate the last, not before the first
 */
public record ClosedDates(String name, LocalDate startDate, LocalDate endDate) {
  private static final int LONGEST_NAME = 100;

  /** Refuses dates that end before they start. */
  public ClosedDates {
    if (startDate == null || endDate == null) {
      throw new IllegalArgumentException("startDate and endDate must be dates such as 2026-12-25");
    }
    if (endDate.isBefore(startDate)) {
      throw new IllegalArgumentException("endDate must not lie before startDate");
    }
    if (name != null && name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("name must have at most 100 characters");
    }
  }

  boolean has(LocalDate date) {
    return !date.isBefore(startDate) && !date.isAfter(endDate);
  }
}
