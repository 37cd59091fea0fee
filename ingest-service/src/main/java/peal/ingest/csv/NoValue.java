package peal.ingest.csv;

import java.util.Set;
import java.util.regex.Pattern;

/** What programs write into a cell that has no value; nobody means it to be said. */
final class NoValue {
  /** A marker has at most as many characters; longer cells are not looked at. */
  private static final int LONGEST = 32;

  /**
   * How spreadsheets say that a formula failed, in any language: {@code #REF!}, {@code #BEZUG!},
   * {@code #NAME?}, {@code #N/A}, {@code #NV}, {@code #N/D}; {@code Err:502} of LibreOffice; and a
   * column that was too narrow for its value.
   */
  private static final Pattern FAILED =
      Pattern.compile("#[\\p{Lu}\\d/_]{2,}[!?]|#N/[AD]|#NV|#GETTING_DATA|Err:\\d{3}|#{3,}");

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
          "[object Object]");

  private NoValue() {}

  /** Whether a spreadsheet's formula has failed in {@code cell}. */
  static boolean isFailedFormula(String cell) {
    return cell.length() <= LONGEST && FAILED.matcher(Blanks.strip(cell)).matches();
  }

  /** Whether {@code cell} is what a program writes for nothing. */
  static boolean isNothing(String cell) {
    return cell.length() <= LONGEST && NOTHING.contains(Blanks.strip(cell));
  }
}
