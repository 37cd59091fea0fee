package peal.ingest.workbook;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.poi.ss.usermodel.DateUtil;
import peal.ingest.workbook.FormatText.Kind;
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

  /** A month, where {@code m} is a minute. */
  private static final char MONTH = 'M';

  private static final char FRACTION = '.';

  /** Something shown, or a run of one letter of a date, {@code [h]} and the like among them. */
  private record Part(boolean literal, String text) {
    char letter() {
      return literal ? 0 : text.charAt(0);
    }
  }

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
    List<Part> parts = new ArrayList<>();
    FormatLanguage language = FormatLanguage.NONE;
    boolean date = false;
    boolean clear = false;
    boolean odd = false;
    for (int i = 0; i < section.size(); i++) {
      Token token = section.get(i);
      String text = token.text();
      char letter = token.dateLetter();
      if (token.kind() == Kind.LITERAL) {
        parts.add(new Part(true, text));
      } else if (token.kind() == Kind.BRACKET) {
        if (isElapsed(text)) {
          parts.add(new Part(false, "[" + text.toLowerCase(Locale.ROOT)));
          date = true;
          clear = true;
        } else if (text.startsWith("$")) {
          language = FormatLanguage.of(text);
        }
      } else if (letter != 0) {
        boolean known = letter != 'b' && (letter != 'a' || text.length() > 2);
        date = true;
        clear |= text.length() >= ("ga".indexOf(letter) >= 0 ? 3 : 2) && letter != 'e';
        odd |= !known;
        parts.add(new Part(false, text));
      } else if (text.equals(".") && zeros(section, i) > 0 && lastLetter(parts) == 's') {
        parts.add(new Part(false, ".".repeat(zeros(section, i))));
        i += zeros(section, i);
      } else if (text.equals(FormatText.GENERAL) || "0#?@%".contains(text)) {
        return Optional.empty();
      } else if (text.length() > 1) {
        parts.add(new Part(false, text));
      } else {
        odd |= Character.isLetter(text.charAt(0));
        parts.add(new Part(true, text));
      }
    }
    // A word in which such letters stand by chance is no date.
    return date && (clear || !odd)
        ? Optional.of(new DateMask(monthsTold(parts), language, odd))
        : Optional.empty();
  }

  private static boolean isElapsed(String bracket) {
    return !bracket.isEmpty()
        && "hmsHMS".indexOf(bracket.charAt(0)) >= 0
        && bracket.chars().allMatch(c -> c == bracket.charAt(0));
  }

  /** Zeros behind the dot at {@code point}. */
  private static int zeros(List<Token> section, int point) {
    int end = point + 1;
    while (end < section.size() && section.get(end).code("0")) {
      end++;
    }
    return end - point - 1;
  }

  private static char lastLetter(List<Part> parts) {
    return parts.isEmpty() ? 0 : unit(parts.getLast());
  }

  /** The letter of {@code part}, hours that are counted on being hours. */
  private static char unit(Part part) {
    return part.letter() == '[' ? part.text().charAt(1) : part.letter();
  }

  /** One or two m are minutes behind hours and before seconds, and else a month. */
  private static List<Part> monthsTold(List<Part> parts) {
    List<Part> told = new ArrayList<>(parts);
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if ("ymdhsegb[".indexOf(parts.get(i).letter()) >= 0) {
        codes.add(i);
      }
    }
    for (int i = 0; i < codes.size(); i++) {
      Part part = parts.get(codes.get(i));
      boolean afterHours = i > 0 && unit(parts.get(codes.get(i - 1))) == 'h';
      boolean beforeSeconds = i + 1 < codes.size() && unit(parts.get(codes.get(i + 1))) == 's';
      if (part.letter() == 'm' && (part.text().length() > 2 || !afterHours && !beforeSeconds)) {
        told.set(codes.get(i), new Part(false, String.valueOf(MONTH).repeat(part.text().length())));
      }
    }
    return told;
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
      case MONTH -> length < 3 ? number(at.getMonthValue(), length) : name(at.getMonth(), length);
      case 'd' -> length < 3 ? number(at.getDayOfMonth(), length) : name(at, length);
      case 'a' -> name(at, length);
      case 'h' -> number(halves ? (at.getHour() + 11) % 12 + 1 : at.getHour(), length);
      case 'm' -> number(at.getMinute(), length);
      case 's' -> number(at.getSecond(), length);
      case FRACTION -> FRACTION + "%09d".formatted(at.getNano()).substring(0, Math.min(9, length));
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
