package peal.ingest.workbook;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.poi.ss.usermodel.DateUtil;
import peal.ingest.workbook.DateParts.Part;
import peal.ingest.workbook.FormatText.Token;

/**
 * A section of a format that shows a date, a time or both: letters of dates and no room for digits.
 * What it shows otherwise on another computer, or what is not known here, such as the years of an
 * era, is shown as ISO 8601 has it: nobody is told the number of a day. Immutable.
 */
final class DateMask {
  /** How Excel shows a number that is no date of its calendar. */
  private static final String NO_DATE = "########";

  /** The day after 31 December 9999, counted from 1900. */
  private static final double END = 2_958_466;

  private static final int SECONDS_OF_DAY = 86_400;

  private final List<Part> parts;
  private final FormatLanguage language;
  private final boolean halves;
  private final boolean iso;

  private DateMask(List<Part> parts, FormatLanguage language, boolean iso) {
    this.parts = parts;
    this.language = language;
    this.halves = parts.stream().anyMatch(part -> part.letter() == 'A' || part.letter() == '上');
    this.iso = iso || language.ofReader();
  }

  /** The mask that {@code section} is; empty where it is none of dates. */
  static Optional<DateMask> of(List<Token> section) {
    return DateParts.of(section)
        .map(date -> new DateMask(date.parts(), date.language(), date.hasUnknown()));
  }

  /** How it shows the day {@code serial}, whose fraction is the time. */
  String show(double serial, boolean from1904) {
    boolean exact = has(".");
    LocalDateTime at =
        serial < 0 || serial >= END ? null : DateUtil.getLocalDateTime(serial, from1904, !exact);
    if (at == null) {
      return NO_DATE;
    }
    if (iso) {
      return iso(at);
    }
    StringBuilder shown = new StringBuilder();
    try {
      for (Part part : parts) {
        shown.append(part.literal() ? part.text() : shown(part.text(), at, serial));
      }
    } catch (DateTimeException e) {
      return iso(at);
    }
    return shown.toString().strip();
  }

  private boolean has(String letters) {
    return parts.stream()
        .anyMatch(part -> part.letter() != 0 && letters.indexOf(part.letter()) >= 0);
  }

  private String iso(LocalDateTime at) {
    String time = has("hms[") ? has("s") ? "HH:mm:ss" : "HH:mm" : "";
    String date = has("yMdegba") ? "uuuu-MM-dd" : "";
    return DateTimeFormatter.ofPattern((date + " " + time).strip(), Locale.ROOT).format(at);
  }

  private String shown(String code, LocalDateTime at, double serial) {
    int length = code.length();
    return switch (code.charAt(0)) {
      case 'y' -> length < 3 ? two(at.getYear() % 100) : "%04d".formatted(at.getYear());
      case DateParts.MONTH ->
          length < 3 ? number(at.getMonthValue(), length) : name(at.getMonth(), length);
      case 'd' -> length < 3 ? number(at.getDayOfMonth(), length) : name(at, length);
      case 'a' -> name(at, length);
      case 'h' -> number(halves ? (at.getHour() + 11) % 12 + 1 : at.getHour(), length);
      case 'm' -> number(at.getMinute(), length);
      case 's' -> number(at.getSecond(), length);
      case DateParts.FRACTION ->
          DateParts.FRACTION + "%09d".formatted(at.getNano()).substring(0, Math.min(9, length));
      case '[' -> elapsed(code, serial);
      case 'g', 'e' -> era(code, at);
      default -> half(code, at.getHour() < 12);
    };
  }

  private static String half(String code, boolean morning) {
    int slash = code.indexOf('/');
    return morning ? code.substring(0, slash) : code.substring(slash + 1);
  }

  private static String elapsed(String code, double serial) {
    long seconds = Math.round(serial * SECONDS_OF_DAY);
    long count =
        switch (code.charAt(1)) {
          case 'h' -> seconds / 3_600;
          case 'm' -> seconds / 60;
          default -> seconds;
        };
    return ("%0" + (code.length() - 1) + "d").formatted(count);
  }

  private String era(String code, LocalDateTime at) {
    if (!language.locale().getLanguage().equals(Locale.JAPANESE.getLanguage())) {
      if (has("g")) {
        throw new DateTimeException("an era that is not known");
      }
      return "%04d".formatted(at.getYear());
    }
    JapaneseDate date = JapaneseDate.from(at);
    String era = date.getEra().getDisplayName(TextStyle.FULL, Locale.JAPAN);
    return switch (code) {
      case "g" -> date.getEra().getDisplayName(TextStyle.NARROW, Locale.ENGLISH);
      case "gg" -> era.substring(0, 1);
      default ->
          code.startsWith("g") ? era : number(date.get(ChronoField.YEAR_OF_ERA), code.length());
    };
  }

  private static String number(int value, int length) {
    return length < 2 ? Integer.toString(value) : two(value);
  }

  private static String two(int value) {
    return "%02d".formatted(value);
  }

  /** Beside a day many languages bend a month's name. */
  private String name(Month month, int length) {
    TextStyle full =
        parts.stream().anyMatch(part -> part.letter() == 'd' && part.text().length() < 3)
            ? TextStyle.FULL
            : TextStyle.FULL_STANDALONE;
    String name = month.getDisplayName(length == 3 ? TextStyle.SHORT_STANDALONE : full, locale());
    return length == 5 ? name.substring(0, 1) : name;
  }

  private String name(LocalDateTime at, int length) {
    DayOfWeek day = at.getDayOfWeek();
    return day.getDisplayName(
        length == 3 ? TextStyle.SHORT_STANDALONE : TextStyle.FULL_STANDALONE, locale());
  }

  private Locale locale() {
    if (language.locale().getLanguage().isEmpty()) {
      throw new DateTimeException("a language that is not known");
    }
    return language.locale();
  }
}
