package peal.domain.results;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Text that a spreadsheet does not run.
 *
 * <p>A spreadsheet takes a cell that begins with {@code = + - @} for a formula, after a tab or a
 * carriage return too, and some also take the full-width forms. What strangers wrote into a file
 * may therefore act on whoever opens the results (CSV injection, as OWASP describes it). Such a
 * cell gets an apostrophe in front, which every spreadsheet reads as "text". The same holds behind
 * a semicolon, a tab or a line's end inside a cell, where a spreadsheet that expects another
 * delimiter begins a new one.
 *
 * <p>What is only a number, signed or not ({@code -12.5}, {@code +15550100001}), stays as it is:
 * its value is all that it can become, and a phone number must stay one that can be dialed.
 *
 * <p>A text that has such an apostrophe of its own gets one more, so that {@link #original} always
 * gives back what was written.
 */
public final class SpreadsheetText {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:[.,]\\d+)?");
  private static final String SEPARATORS = ";\t\r\n";
  private static final String CONTROLS = "\t\r\n";
  private static final String BLANKS = " \t\n\u000b\f\r\u00a0\ufeff";
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";
  private static final char GUARD = '\'';

  private SpreadsheetText() {}

  /** {@code text} as a cell; null stays null. Takes a time that grows as its length does. */
  public static String of(String text) {
    if (text == null || NUMBER.matcher(text).matches()) {
      return text;
    }
    String safe = eachFormula(text, own -> GUARD + own);
    return beginsWithControl(safe) ? GUARD + safe : safe;
  }

  /** The text of which {@link #of} made {@code cell}; any other cell is itself. */
  public static String original(String cell) {
    boolean control = cell.startsWith("'") && beginsWithControl(cell);
    return eachFormula(
        control ? cell.substring(1) : cell, own -> own.isEmpty() ? own : own.substring(1));
  }

  /**
   * Replaces the apostrophes before each formula with which the cell, or one that another delimiter
   * would make of its rest, begins. Looks at each character twice at most.
   */
  private static String eachFormula(String text, UnaryOperator<String> guards) {
    StringBuilder out = new StringBuilder(text.length() + 1);
    boolean begins = true;
    int i = 0;
    while (i < text.length()) {
      if (begins) {
        int end = endOfGuards(text, i);
        boolean formula = end < text.length() && isOneOf(FORMULA, text.charAt(end));
        String own = text.substring(i, end);
        out.append(formula ? guards.apply(own) : own);
        begins = own.isEmpty() && !formula;
        i = end;
      }
      if (i < text.length()) {
        char c = text.charAt(i++);
        out.append(c);
        begins = isOneOf(SEPARATORS, c) || (begins && isOneOf(BLANKS, c));
      }
    }
    return out.toString();
  }

  private static boolean beginsWithControl(String text) {
    int end = endOfGuards(text, 0);
    return end < text.length() && isOneOf(CONTROLS, text.charAt(end));
  }

  private static int endOfGuards(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == GUARD) {
      end++;
    }
    return end;
  }

  private static boolean isOneOf(String characters, char c) {
    return characters.indexOf(c) >= 0;
  }
}
