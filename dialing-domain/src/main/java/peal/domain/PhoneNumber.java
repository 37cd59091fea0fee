package peal.domain;

/**
 * A phone number in E.164: {@code +}, first digit 1–9, 7 to 15 digits. One that exists is valid.
 *
 * <p>The upper bound is ITU-T E.164's; the lower bound is Peal's own.
 *
 * @param e164 the number with its plus sign
 */
public record PhoneNumber(String e164) {
  private static final int FEWEST_DIGITS = 7;
  private static final int MOST_DIGITS = 15;

  /** Refuses anything but E.164 syntax. The message does not repeat the number. */
  public PhoneNumber {
    if (!isValid(e164)) {
      throw new IllegalArgumentException(
          "a phone number is '+', a digit 1-9 and 6 to 14 more digits");
    }
  }

  /** Whether {@code text} could become a phone number. */
  public static boolean isValid(String text) {
    return text != null
        && text.length() > FEWEST_DIGITS
        && text.charAt(0) == '+'
        && text.charAt(1) != '0'
        && Alphabet.DIGITS.spells(text, 1, text.length(), MOST_DIGITS);
  }

  /** The digits as a number; 15 digits fit, and two numbers are equal exactly if these are. */
  public long digits() {
    return Long.parseLong(e164, 1, e164.length(), 10);
  }

  /** The number with all but its country code's first digit and its last two digits hidden. */
  public String masked() {
    return e164.substring(0, 2) + "*".repeat(e164.length() - 4) + e164.substring(e164.length() - 2);
  }

  /** Masked, so that a number that is printed by accident is not a leak. */
  @Override
  public String toString() {
    return masked();
  }
}
