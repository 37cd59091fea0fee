package peal.ingest.workbook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Formats that put marks between the digits of a whole number, as {@code (000) 000-0000} does, or
 * beside all of them, as {@code "+"General} does: what people format phone numbers with. Java's own
 * formats cannot do the one, the workbook library leans on those, and of a {@code General} it shows
 * six digits.
 *
 * <p>Whoever sends a workbook writes its formats, so one is read once from left to right, without
 * regular expressions, and shows many numbers. Immutable.
 */
final class DigitMask {
  /** Characters that a format may have: Excel's own bound. */
  static final int LONGEST = 255;

  private static final String PLACES = "0#?";

  /** Shows all digits, as a last place does. */
  private static final String GENERAL = "General";

  /** Likewise: Excel's format of text. */
  private static final char TEXT = '@';

  private static final String BARE_LITERALS = "-+() /:!^&'~{}<>=$";

  /** Digits of a bound that a section is for; no number has more. */
  private static final int MOST_DIGITS = 18;

  private final List<Section> sections;

  private DigitMask(List<Section> sections) {
    this.sections = List.copyOf(sections);
  }

  /**
   * What is shown for some numbers.
   *
   * @param holds which
   * @param pieces empty where they are not shown by a mask
   */
  private record Section(LongPredicate holds, List<Piece> pieces) {}

  /** Room for a digit, where {@code text} is one of {@link #PLACES}, or a literal. */
  private record Piece(boolean place, String text) {}

  /** Reads {@code format}; one of more than {@link #LONGEST} characters shows nothing. */
  static DigitMask of(String format) {
    return new DigitMask(
        format.length() > LONGEST
            ? List.of()
            : Arrays.stream(format.split(";", -1)).map(DigitMask::section).toList());
  }

  /** How the format shows {@code value}; empty where it is none of these. */
  Optional<String> show(long value) {
    return sections.stream()
        .filter(section -> value >= 0 && section.holds().test(value))
        .findFirst()
        .filter(section -> !section.pieces().isEmpty())
        .map(section -> fill(Long.toString(value), section.pieces()));
  }

  private static Section section(String text) {
    int close = text.startsWith("[") ? text.indexOf(']') : -1;
    LongPredicate condition = close < 0 ? null : condition(text.substring(1, close));
    return condition == null
        ? new Section(value -> true, pieces(text))
        : new Section(condition, pieces(text.substring(close + 1)));
  }

  /** What {@code <=9999999} and the like say; null where {@code text} is nothing like it. */
  private static LongPredicate condition(String text) {
    int sign = text.startsWith("<=") || text.startsWith(">=") ? 2 : Math.min(1, text.length());
    String digits = text.substring(sign);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return null;
    }
    long bound = Long.parseLong(digits);
    return switch (text.substring(0, sign)) {
      case "<=" -> value -> value <= bound;
      case "<" -> value -> value < bound;
      case ">=" -> value -> value >= bound;
      case ">" -> value -> value > bound;
      case "=" -> value -> value == bound;
      default -> null;
    };
  }

  /**
   * Places and literals, quoted, escaped, or such as need neither, and blanks of a width; none
   * where anything else is in {@code section}, or neither a mark between two places nor a General,
   * beside which alone brackets are read.
   */
  private static List<Piece> pieces(String section) {
    List<Piece> pieces = new ArrayList<>();
    boolean general = false;
    boolean bracket = false;
    int at = 0;
    while (at < section.length()) {
      char c = section.charAt(at);
      int next = at + 1;
      if (c == '"') {
        int close = section.indexOf('"', next);
        if (close < 0) {
          return List.of();
        }
        pieces.add(new Piece(false, section.substring(next, close)));
        next = close + 1;
      } else if (c == '\\' || c == '_') {
        if (next == section.length()) {
          return List.of();
        }
        next += Character.charCount(section.codePointAt(next));
        pieces.add(new Piece(false, c == '_' ? " " : section.substring(at + 1, next)));
      } else if (c == TEXT || section.regionMatches(true, at, GENERAL, 0, GENERAL.length())) {
        pieces.add(new Piece(true, "#"));
        general = true;
        next = c == TEXT ? next : at + GENERAL.length();
      } else if (c == '[') {
        int close = section.indexOf(']', next);
        if (close < 0 || isTime(section.substring(next, close))) {
          return List.of();
        }
        pieces.add(new Piece(false, currency(section.substring(next, close))));
        bracket = true;
        next = close + 1;
      } else if (isPlace(c) || BARE_LITERALS.indexOf(c) >= 0) {
        pieces.add(new Piece(isPlace(c), String.valueOf(c)));
      } else {
        return List.of();
      }
      at = next;
    }
    return general || !bracket && marksBetween(section) ? pieces : List.of();
  }

  /** {@code [h]} and the like count hours. */
  private static boolean isTime(String bracket) {
    return bracket.chars().allMatch(c -> "hmsHMS".indexOf(c) >= 0);
  }

  /** What {@code [$€-407]} shows; colours and languages show nothing. */
  private static String currency(String bracket) {
    int dash = bracket.indexOf('-');
    return bracket.startsWith("$") ? bracket.substring(1, dash < 0 ? bracket.length() : dash) : "";
  }

  /** Digits in quotes count too: the workbook library takes them for places. */
  private static boolean marksBetween(String section) {
    int marks = 0;
    int between = 0;
    boolean begun = false;
    for (int i = 0; i < section.length(); i++) {
      if (isPlace(section.charAt(i))) {
        begun = true;
        between = marks;
      } else {
        marks += begun ? 1 : 0;
      }
    }
    return between > 0;
  }

  private static boolean isPlace(char c) {
    return PLACES.indexOf(c) >= 0;
  }

  /** From right to left, as Excel does; digits that are left over stand before the first place. */
  private static String fill(String digits, List<Piece> pieces) {
    StringBuilder reversed = new StringBuilder();
    long places = pieces.stream().filter(Piece::place).count();
    int left = digits.length();
    for (Piece piece : pieces.reversed()) {
      if (!piece.place()) {
        reversed.append(new StringBuilder(piece.text()).reverse());
        continue;
      }
      places--;
      if (left > 0) {
        reversed.append(digits.charAt(--left));
      } else if (piece.text().equals("0")) {
        reversed.append('0');
      }
      while (places == 0 && left > 0) {
        reversed.append(digits.charAt(--left));
      }
    }
    return reversed.reverse().toString().strip();
  }
}
