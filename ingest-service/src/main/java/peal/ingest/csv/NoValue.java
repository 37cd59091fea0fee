package peal.ingest.csv;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What programs write into a cell that has no value; nobody means it to be said. */
final class NoValue {
  /** A marker has at most as many characters; longer cells are not looked at. */
  private static final int LONGEST = 32;

  /**
   * How spreadsheets say that a formula failed, in any language: {@code #REF!}, {@code #BEZUG!},
   * {@code #¡DIV/0!}, {@code #NAME?}; {@code Err:502} of LibreOffice; and a column that was too
   * narrow for its value.
   */
  private static final Pattern FAILED =
      Pattern.compile("#[\u00A1\u00BF]?[\\p{Lu}\\d/_]{2,}[ \u00A0\u202F]?[!?]|Err:\\d{3}|#{3,}");

  /** Likewise of what is not there, in the languages of Excel; and other programs' failures. */
  private static final Set<String> FAILURES =
      Set.of(
          "#N/A",
          "#N/A N/A",
          "#N/D",
          "#N/B",
          "#NV",
          "#I/T",
          "#YOK",
          "#\u041D/\u0414",
          "#\u0394/\u03A5",
          "#HI\u00C1NYZIK",
          "#NEN\u00CD_K_DISPOZICI",
          "#GETTING_DATA",
          "#UNPARSEABLE",
          "#NO MATCH",
          "#NO DATA",
          "#Error",
          "Loading...");

  /** A formula that nobody has calculated: {@code =A2&" "&B2}, {@code =VLOOKUP(A2,B:C,2)}. */
  private static final Pattern FORMULA =
      Pattern.compile("(?s)=\\s?(?:\\$?[A-Z]{1,3}\\$?\\d+\\b|[A-Z][A-Z.]+\\().*");

  /**
   * SQL, pandas, R, JavaScript. Names of people are spelled otherwise: Null, Na, none are not here.
   */
  private static final Set<String> NOTHING =
      Set.of(
          "\\N",
          "NULL",
          "null",
          "(null)",
          "<null>",
          "[NULL]",
          "NaN",
          "nan",
          "NaT",
          "None",
          "<NA>",
          "NA",
          "N/A",
          "n/a",
          "undefined",
          "nil",
          "(blank)",
          "Invalid Date",
          "0000-00-00",
          "0000-00-00 00:00:00",
          "[object Object]");

  private NoValue() {}

  /** Whether a spreadsheet's formula has failed in {@code cell}. */
  static boolean isFailedFormula(String cell) {
    String text = cell.length() <= LONGEST ? Blanks.strip(cell) : "";
    return FAILURES.contains(text) || FAILED.matcher(text).matches();
  }

  /** Whether {@code cell} is a formula's own text, which programs write that calculate nothing. */
  static boolean isFormula(String cell) {
    return FORMULA.matcher(Blanks.strip(cell)).matches();
  }

  /** Either. */
  static boolean isFailed(String cell) {
    return isFailedFormula(cell) || isFormula(cell);
  }

  /** Whether {@code cell} is what a program writes for nothing. */
  static boolean isNothing(String cell) {
    if (cell.length() > LONGEST || cell.isBlank()) {
      return false;
    }
    String text = Blanks.strip(cell);
    // A first and a last name, joined.
    return NOTHING.contains(text) || Stream.of(text.split(" ")).allMatch(NOTHING::contains);
  }
}
