package peal.ingest.csv;

/**
 * What is wrong, or doubtful, with a file or one of its rows. Fields that do not apply are null.
 * Message, value and number are for the client's eyes only, never logged.
 *
 * @param row data row, from 1
 * @param line line of the file, from 1
 * @param column the column's name as the header gives it
 * @param code machine-readable
 * @param message a sentence that says what to do
 * @param value what stands there, shortened
 * @param dials the number that is dialed, where the value is one that is written otherwise
 */
public record Problem(
    Long row, Long line, String column, String code, String message, String value, String dials) {
  private static final int LONGEST_VALUE = 100;

  /** Shortens long values. */
  public Problem {
    if (value != null && value.length() > LONGEST_VALUE) {
      value = value.substring(0, LONGEST_VALUE) + "…";
    }
  }

  /** A problem without a number that is dialed. */
  public Problem(Long row, Long line, String column, String code, String message, String value) {
    this(row, line, column, code, message, value, null);
  }

  /** A problem of the whole file. */
  public static Problem ofFile(Long line, String column, String code, String message) {
    return new Problem(null, line, column, code, message, null);
  }

  /** Where it is, in words: {@code row 3 (line 4), column phone_number}. */
  public String place() {
    String where = row == null ? "" : "row " + row;
    if (line != null) {
      where = where.isEmpty() ? "line " + line : where + " (line " + line + ")";
    }
    if (column != null) {
      where = where + (where.isEmpty() ? "" : ", ") + "column " + column;
    }
    return where.isEmpty() ? "the file" : where;
  }

  /** Without message and value: they are personal data. */
  @Override
  public String toString() {
    return code + " at " + place();
  }
}
