package peal.ingest.workbook;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.model.Styles;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Cells that hold a date as ISO 8601 writes it ({@code t="d"}), which Excel reads and programs such
 * as SheetJS write. The library knows dates as numbers only, so they become such where the cell has
 * a format of a date; where it has none, a date is shown as ISO 8601 has it, without a midnight.
 * Not thread-safe.
 */
final class IsoDates {
  private final Styles styles;
  private final ShownNumbers numbers;
  private final StringBuilder text = new StringBuilder();
  private boolean date;
  private boolean formatted;
  private boolean value;

  IsoDates(Styles styles, ShownNumbers numbers) {
    this.styles = styles;
    this.numbers = numbers;
  }

  /** The attributes by which the library reads the element {@code name}. */
  Attributes begins(String name, Attributes attributes) {
    if (name.equals("v")) {
      value = date;
      text.setLength(0);
    }
    if (!name.equals("c")) {
      return attributes;
    }
    date = "d".equals(attributes.getValue("t"));
    if (!date) {
      return attributes;
    }
    formatted = isFormatted(attributes.getValue("s"));
    AttributesImpl others = new AttributesImpl(attributes);
    others.setValue(others.getIndex("t"), formatted ? "n" : "str");
    return others;
  }

  /** Whether the characters are a date's, and no one else's. */
  boolean take(char[] characters, int from, int length) {
    if (value) {
      text.append(characters, from, length);
    }
    return value;
  }

  /** The characters that stand for the date that ends with {@code name}; mostly none. */
  String ends(String name) {
    if (!value || !name.equals("v")) {
      return "";
    }
    value = false;
    String iso = text.toString().strip();
    return formatted ? serial(iso) : iso.replaceFirst("T00:00(?::00(?:\\.0+)?)?Z?$", "");
  }

  private boolean isFormatted(String style) {
    XSSFCellStyle of = style == null ? null : styles.getStyleAt(Integer.parseInt(style));
    return of != null && DateUtil.isADateFormat(of.getDataFormat(), of.getDataFormatString());
  }

  /** Days since the workbook's first one; what is no date stays what it is. */
  private String serial(String iso) {
    return when(iso)
        .map(at -> Double.toString(DateUtil.getExcelDate(at, numbers.from1904())))
        .orElse(iso);
  }

  /** By the clock on the wall, whatever the zone: Excel knows none. */
  private static Optional<LocalDateTime> when(String iso) {
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
}
