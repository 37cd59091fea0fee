package peal.projector.http;

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
 */
final class SpreadsheetText {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:[.,]\\d+)?");
  private static final Pattern FORMULA =
      Pattern.compile(
          "(^[\\s\\u00a0\\ufeff]*|[;\\t\\r\\n]\\s*)(?=[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20])");
  private static final Pattern CONTROL = Pattern.compile("^[\\t\\r\\n]");

  private SpreadsheetText() {}

  /** {@code text} as a cell; null stays null. */
  static String of(String text) {
    if (text == null || NUMBER.matcher(text).matches()) {
      return text;
    }
    String safe = FORMULA.matcher(text).replaceAll("$1'");
    return CONTROL.matcher(safe).find() ? "'" + safe : safe;
  }
}
