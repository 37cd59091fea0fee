package peal.numbers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fraction at the end of a number, as a spreadsheet writes one: {@code 447700900124.0}. Zeros are
 * taken off; any other fraction says that the cell was an amount, whose digits may be lost. A dot
 * that belongs to the number is none: {@code +1.2125550123}.
 *
 * @param whole the text without zeros of a spreadsheet
 * @param part the fraction with its dot; empty where there is none
 * @param lost whether digits may be lost
 */
record Fraction(String whole, String part, boolean lost) {
  private static final Pattern AT_END = Pattern.compile("([^,]*\\d)(?: (?=[.,]0$))?([.,]\\d+)");
  private static final Pattern ONLY_DIGITS = Pattern.compile("\\+?\\d+");
  private static final Pattern ZEROS = Pattern.compile("[.,]0{1,2}");

  /** A coordinate, or a share of one, as far as its dot; area codes have their zero. */
  private static final Pattern SMALL = Pattern.compile("0|[1-9]\\d?|1[0-7]\\d");

  /** As programs write numbers of a fixed precision; three may be a group. */
  private static final Pattern MANY_ZEROS = Pattern.compile("\\.0{4,}");

  static Fraction of(String text, NumberingPlans plans) {
    if (text.endsWith(".")) {
      return new Fraction(text.substring(0, text.length() - 1), "", false);
    }
    Matcher end = AT_END.matcher(text);
    if (!end.matches()) {
      return new Fraction(text, "", false);
    }
    String whole = end.group(1);
    String part = end.group(2);
    if (whole.indexOf('.') >= 0) {
      // Dots separate its groups; a last one of zeros may be a group or a fraction.
      boolean either = ZEROS.matcher(part).matches() && plans.complete(whole);
      return new Fraction(text, part, either);
    }
    boolean onlyDigits = ONLY_DIGITS.matcher(whole).matches();
    if (ZEROS.matcher(part).matches() && (onlyDigits || plans.complete(whole))) {
      // Behind groups the zeros may be one more of them, +82 102-00 000.00, or the last digit.
      boolean group = part.length() > 2 || !plans.valid(whole);
      boolean either = !onlyDigits && group && plans.valid(whole + part);
      return new Fraction(either ? text : whole, part, either);
    }
    if (onlyDigits
        && MANY_ZEROS.matcher(part).matches()
        && plans.valid(whole)
        && !plans.valid(whole + part)) {
      return new Fraction(whole, part, false);
    }
    // Behind a comma an extension or another number may stand; somebody else looks for those.
    boolean amount = part.length() <= 3;
    // 02261.12345 is long enough as far as its dot, and a number only with what follows.
    boolean cut = plans.complete(whole) && !plans.continued(whole, text);
    boolean coordinate = SMALL.matcher(whole).matches() && !plans.isPrefix(whole);
    boolean lost = part.startsWith(".") && (amount || cut || coordinate);
    return new Fraction(text, part, lost);
  }
}
