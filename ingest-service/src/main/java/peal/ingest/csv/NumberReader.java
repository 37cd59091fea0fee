package peal.ingest.csv;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import peal.domain.PhoneNumber;

/**
 * Reads a cell as a phone number, the same way every time. Spaces, dots, dashes and parentheses are
 * removed; what is left must be E.164, or a national number where a region is given. Thread-safe.
 */
public final class NumberReader {
  private static final Pattern SCIENTIFIC =
      Pattern.compile("[+-]?\\d+(?:[.,]\\d*)?[eE][+-]?\\d{1,3}");
  private static final Pattern NATIONAL = Pattern.compile("[0-9]{2,20}");

  private final Optional<String> region;

  /**
   * A reader.
   *
   * @param region ISO 3166 region whose national numbers are let in, upper case; empty for E.164
   *     only
   */
  public NumberReader(Optional<String> region) {
    this.region = region;
  }

  /** The region that {@code text} names, in the form that the constructor wants. */
  public static Optional<String> region(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    return Optional.of(upper).filter(PhoneNumberUtil.getInstance().getSupportedRegions()::contains);
  }

  /** What a cell turned out to be. */
  public sealed interface Reading {}

  /** A number. */
  public record Read(PhoneNumber number) implements Reading {}

  /**
   * No number.
   *
   * @param code machine-readable
   * @param message why, without repeating the cell
   */
  public record Refused(String code, String message) implements Reading {}

  /** Reads {@code cell}. */
  public Reading read(String cell) {
    if (PhoneNumber.isValid(cell)) {
      return new Read(new PhoneNumber(cell));
    }
    String text = withoutSeparators(cell);
    if (PhoneNumber.isValid(text)) {
      return new Read(new PhoneNumber(text));
    }
    if (text.isEmpty()) {
      return new Refused("empty_number", "There is no number. Fill it in or remove the row.");
    }
    if (SCIENTIFIC.matcher(cell.strip()).matches()) {
      return new Refused(
          "scientific_notation",
          "A spreadsheet has rewritten the number in scientific notation and lost its last digits."
              + " Format the column as text, enter the numbers again and export anew.");
    }
    if (region.isPresent() && NATIONAL.matcher(text).matches()) {
      return national(text, region.get());
    }
    return new Refused("not_e164", "Not a number in E.164 (such as +14155550123): " + why(text));
  }

  private static Reading national(String digits, String region) {
    try {
      PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
      String e164 = plan.format(plan.parse(digits, region), PhoneNumberFormat.E164);
      if (PhoneNumber.isValid(e164)) {
        return new Read(new PhoneNumber(e164));
      }
    } catch (NumberParseException e) {
      // Said below: the plan of that region has no such number.
    }
    return new Refused(
        "not_e164", "Neither a number in E.164 (such as +14155550123) nor one of " + region + ".");
  }

  private static String why(String text) {
    if (!text.startsWith("+")) {
      return text.chars().allMatch(c -> c >= '0' && c <= '9')
          ? "it has no + and country code. Add them, or send the form field defaultRegion."
          : "it has other characters than digits.";
    }
    if (!text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return "after the + it has other characters than digits.";
    }
    if (text.startsWith("+0")) {
      return "a country code does not start with 0.";
    }
    return "it has %d digits, not 7 to 15.".formatted(text.length() - 1);
  }

  private static String withoutSeparators(String cell) {
    StringBuilder kept = new StringBuilder(cell.length());
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (!separates(c)) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static boolean separates(char c) {
    return switch (c) {
      case '.', '-', '(', ')' -> true;
      // Dashes that office programs put in by themselves.
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> true;
      default -> Character.isWhitespace(c) || Character.isSpaceChar(c);
    };
  }
}
