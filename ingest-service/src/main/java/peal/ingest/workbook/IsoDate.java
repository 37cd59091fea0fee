package peal.ingest.workbook;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A date as ISO 8601 writes it ({@code t="d"}), which Excel reads in a cell and programs such as
 * SheetJS write.
 */
final class IsoDate {
  private IsoDate() {}

  /** By the clock on the wall, whatever the zone: Excel knows none. */
  static Optional<LocalDateTime> when(String text) {
    String iso = text.strip();
    try {
      if (iso.indexOf('T') >= 0) {
        return Optional.of(LocalDateTime.parse(iso, DateTimeFormatter.ISO_DATE_TIME));
      }
      return Optional.of(
          iso.indexOf(':') < 0
              ? LocalDate.parse(iso).atStartOfDay()
              : LocalTime.parse(iso).atDate(LocalDate.of(1899, 12, 31)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@code text}, which is shown where the cell has no format of a date. */
  static String withoutMidnight(String text) {
    return text.strip().replaceFirst("T00:00(?::00(?:\\.0+)?)?Z?$", "");
  }
}
