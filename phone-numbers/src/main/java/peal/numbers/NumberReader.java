package peal.numbers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;

/**
 * Reads a text as a phone number: the same text is the same number in files, single calls and lists
 * of callers. What is dialed is what the numbering plans make of the text, and a text that could
 * mean two people is refused. Thread-safe.
 */
public final class NumberReader {
  /** Longer texts are no numbers; the longest number with every mark has fewer characters. */
  static final int LONGEST = 250;

  /** Some numbers with their extensions have fewer digits. */
  private static final int MOST_DIGITS = 100;

  private static final Pattern EXPONENT =
      Pattern.compile("[+-]?\\d+(?:[.,]\\d*)?[eE][+-]?\\d{1,3}");
  private static final Pattern PAIR = Pattern.compile("\\(( *\\+?[\\d .-]*\\d[\\d .-]*)\\)");

  /** A zero by itself: in parentheses, or behind a country code. */
  private static final Pattern ZERO_APART =
      Pattern.compile("\\([ -]*0[ -]*\\)|^\\D*\\d(?:[ .-]*\\d){0,4}[ .-]+0[ .-]");

  private final NumberingPlans plans;

  /**
   * A reader.
   *
   * @param region ISO 3166 region whose national numbers are let in, upper case; empty for numbers
   *     with a country code only
   */
  public NumberReader(Optional<String> region) {
    this.plans = new NumberingPlans(region);
  }

  /**
   * The region that {@code text} names, in the form that the constructor wants: by its code of two
   * or three letters, or by its name.
   */
  public static Optional<String> region(String text) {
    return Countries.region(text);
  }

  /**
   * {@code cell} without what is not the number: marks of spreadsheets, a scheme, characters that
   * nobody sees; digits of every script are plain ones.
   */
  public static String bare(String cell) {
    return cell.length() > LONGEST ? cell : CellText.of(cell);
  }

  /** Reads {@code cell}. */
  public Reading read(String cell) {
    return isPlain(cell) ? plans.read(cell, false) : readWritten(cell);
  }

  private Reading readWritten(String cell) {
    if (cell.length() > LONGEST) {
      return refused(
          "not_a_number", "It is too long to be a number. Leave nothing but the number.");
    }
    String text = CellText.of(cell);
    if (text.chars().filter(Character::isDigit).count() > MOST_DIGITS) {
      return refused(
          "not_a_number", "It has too many digits to be a number. Leave nothing but the number.");
    }
    if (text.isEmpty()) {
      return refused("empty_number", "There is no number. Fill it in, or leave it out.");
    }
    if (EXPONENT.matcher(text).matches()) {
      return refused(
          "scientific_notation",
          "A spreadsheet has rewritten the number in scientific notation and lost its last digits."
              + " Format the column as text, enter the numbers again and export anew.");
    }
    Fraction fraction = Fraction.of(text, plans);
    if (fraction.lost()) {
      return refused(
          "has_fraction",
          "It has a fraction, '%s', as an amount has, so digits may be lost. Format the column as text and enter the number again."
              .formatted(fraction.part()));
    }
    return readParts(fraction.whole());
  }

  private Reading readParts(String text) {
    Optional<Refused> more = Parts.refusal(text, plans);
    if (more.isPresent()) {
      return more.get();
    }
    String joined = Parts.joined(text, plans);
    String open = withoutPairs(joined);
    Optional<Refused> odd =
        OddPart.refusal(open).or(() -> Parts.behindItem(open, plans)).or(() -> Parts.range(open));
    if (odd.isPresent()) {
      return odd.get();
    }
    Reading reading = plans.read(digits(open), ZERO_APART.matcher(text).find());
    return beside(open, reading).<Reading>map(e -> e).orElse(reading);
  }

  /**
   * A second number, or an extension, that nothing marks as one. Where the whole is too long, or a
   * number that nobody has, what is before its last group is likelier what is meant.
   */
  private Optional<Refused> beside(String open, Reading reading) {
    boolean tooLong =
        reading.equals(Verdicts.tooLong()) || reading.equals(Verdicts.invalidLength());
    boolean ofNobody =
        reading instanceof Read read && read.doubt().filter(Verdicts::isOfNobody).isPresent();
    if (!tooLong && !ofNobody) {
      return Optional.empty();
    }
    return (tooLong ? Parts.twoInARow(open, plans) : Optional.<Refused>empty())
        .or(() -> Parts.lastAsExtension(open, plans));
  }

  /** Pairs of parentheses around digits say nothing. */
  private static String withoutPairs(String text) {
    Matcher pairs = PAIR.matcher(text);
    return pairs.replaceAll(" $1 ").strip();
  }

  private static String digits(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+' || c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  private static boolean isPlain(String cell) {
    if (cell.length() < 2 || cell.length() > 20) {
      return false;
    }
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if ((c < '0' || c > '9') && (c != '+' || i > 0)) {
        return false;
      }
    }
    return true;
  }

  static Refused refused(String code, String message) {
    return new Refused(code, message);
  }
}
