package peal.ingest.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs write around a cell so that a spreadsheet takes it for text. */
final class Residue {
  /** A formula that is nothing but a text; never looked back into, however long it is. */
  private static final Pattern FORMULA = Pattern.compile("=\"([^\"]*+(?:\"\"[^\"]*+)*+)\"");

  /** An apostrophe before digits; before letters it may be part of a name. */
  private static final Pattern APOSTROPHE = Pattern.compile("'([+-]?\\d[\\d.,]*)");

  private Residue() {}

  /** {@code cell} without it. */
  static String without(String cell) {
    if (cell.length() < 2 || cell.charAt(0) != '=' && cell.charAt(0) != '\'') {
      return cell;
    }
    Matcher formula = FORMULA.matcher(cell);
    if (formula.matches()) {
      return formula.group(1).replace("\"\"", "\"");
    }
    Matcher apostrophe = APOSTROPHE.matcher(cell);
    return apostrophe.matches() ? apostrophe.group(1) : cell;
  }
}
