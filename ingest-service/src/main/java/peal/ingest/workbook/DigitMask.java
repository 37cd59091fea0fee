package peal.ingest.workbook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import peal.ingest.workbook.FormatText.Kind;
import peal.ingest.workbook.FormatText.Token;

/**
 * A section of a format that shows digits, with marks between them, as {@code (000) 000-0000} does,
 * or beside all of them, as {@code "Tel. "0} and {@code "+"General} do: what people format phone
 * numbers with. The workbook library leans on Java's formats, which can neither. Immutable.
 */
final class DigitMask {
  /** Characters that are room for a digit. */
  static final String PLACES = "0#?";

  /** Excel's format of text. */
  private static final String TEXT = "@";

  private static final String BARE_LITERALS = "-+() :!^&'~{}<>=$123456789";

  /** Digits that a comma keeps together. */
  private static final int GROUP = 3;

  private enum Part {
    PLACE,
    LITERAL,
    ALL_DIGITS
  }

  /** Room for a digit, where {@code text} is one of {@link #PLACES}, or something shown. */
  private record Piece(Part part, String text) {}

  private final List<Piece> whole = new ArrayList<>();
  private final List<Piece> fraction = new ArrayList<>();
  private boolean point;
  private boolean grouped;
  private int scale;

  private DigitMask() {}

  /** The mask that {@code section} is; empty where it is something else, such as 0.00E+00. */
  static Optional<DigitMask> of(List<Token> section) {
    DigitMask mask = new DigitMask();
    for (int i = 0; i < section.size(); i++) {
      Token token = section.get(i);
      boolean understood =
          switch (token.kind()) {
            case LITERAL -> mask.literal(token.text());
            case BRACKET -> mask.bracket(token.text());
            case CODE -> mask.code(token.text(), section.subList(i + 1, section.size()));
          };
      if (!understood) {
        return Optional.empty();
      }
    }
    if (mask.isBare() && !section.isEmpty()) {
      // A colour alone.
      mask.add(Part.ALL_DIGITS, "");
    }
    if (mask.point && places(mask.whole) == 0) {
      mask.add(mask.whole, Part.PLACE, "#");
    }
    return Optional.of(mask);
  }

  private boolean isBare() {
    return whole.isEmpty() && !point;
  }

  private static long places(List<Piece> pieces) {
    return pieces.stream().filter(piece -> piece.part() == Part.PLACE).count();
  }

  private boolean add(Part part, String text) {
    return add(point ? fraction : whole, part, text);
  }

  private boolean add(List<Piece> to, Part part, String text) {
    return to.add(new Piece(part, text));
  }

  private boolean literal(String text) {
    return add(Part.LITERAL, text);
  }

  /** What {@code [$€-407]} shows; colours and languages show nothing. */
  private boolean bracket(String text) {
    if (text.startsWith("$")) {
      return literal(FormatLanguage.currency(text));
    }
    boolean named =
        !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ');
    return named && !isTime(text);
  }

  /** {@code [h]} and the like count hours. */
  private static boolean isTime(String bracket) {
    return bracket.chars().allMatch(c -> "hmsHMS".indexOf(c) >= 0);
  }

  private boolean code(String code, List<Token> following) {
    if (code.equals(FormatText.GENERAL) || code.equals(TEXT)) {
      return add(Part.ALL_DIGITS, "");
    }
    if (PLACES.contains(code)) {
      return add(Part.PLACE, code);
    }
    return switch (code) {
      case "." -> point();
      case "," -> comma(following);
      case "%" -> {
        scale += 2;
        yield literal(code);
      }
      // Between other places it makes a fraction of the number.
      case "/" ->
          (places(whole) == 0 || !following.isEmpty() && following.getFirst().code("0"))
              && literal(code);
      default -> BARE_LITERALS.contains(code) && literal(code);
    };
  }

  private boolean point() {
    if (point) {
      return literal(".");
    }
    point = true;
    return true;
  }

  /** Between places it groups, behind the last one it shows thousands. */
  private boolean comma(List<Token> following) {
    boolean placesFollow =
        following.stream()
            .takeWhile(token -> !token.code("."))
            .anyMatch(token -> token.kind() == Kind.CODE && PLACES.contains(token.text()));
    if (places(whole) == 0 || point && placesFollow) {
      return literal(",");
    }
    if (placesFollow) {
      grouped = true;
    } else {
      scale -= GROUP;
    }
    return true;
  }

  /**
   * How it shows a number.
   *
   * @param number without its sign
   * @param general the same without a format
   */
  String show(BigDecimal number, String general) {
    BigDecimal shown =
        number.scaleByPowerOfTen(scale).setScale((int) places(fraction), RoundingMode.HALF_UP);
    String[] digits = shown.toPlainString().split("\\.");
    StringBuilder text = new StringBuilder();
    whole(digits[0].equals("0") ? "" : digits[0], general, text);
    if (point) {
      text.append('.');
      fraction(digits.length < 2 ? "" : digits[1], general, text);
    }
    return text.toString().strip();
  }

  /** From right to left, as Excel does; digits that are left over stand before the first place. */
  private void whole(String digits, String general, StringBuilder text) {
    StringBuilder reversed = new StringBuilder();
    long places = places(whole);
    int left = digits.length();
    int shown = 0;
    for (Piece piece : whole.reversed()) {
      if (piece.part() != Part.PLACE) {
        String other = piece.part() == Part.LITERAL ? piece.text() : general;
        reversed.append(new StringBuilder(other).reverse());
        continue;
      }
      places--;
      do {
        if (left > 0 || piece.text().equals("0")) {
          reversed.append(grouped && shown > 0 && shown % GROUP == 0 ? "," : "");
          reversed.append(left > 0 ? digits.charAt(--left) : '0');
          shown++;
        }
      } while (places == 0 && left > 0);
    }
    text.append(reversed.reverse());
  }

  private void fraction(String digits, String general, StringBuilder text) {
    int at = 0;
    for (Piece piece : fraction) {
      if (piece.part() != Part.PLACE) {
        text.append(piece.part() == Part.LITERAL ? piece.text() : general);
        continue;
      }
      boolean significant = digits.substring(at).chars().anyMatch(c -> c != '0');
      if (significant || piece.text().equals("0")) {
        text.append(digits.charAt(at));
      }
      at++;
    }
  }
}
