package peal.ingest.csv;

/**
 * What is wrong, or doubtful, with a file or one of its rows. Fields that do not apply are null.
 *
 * @param row data row, from 1
 * @param line line of the file, from 1
 * @param column the column's name as the header gives it
 * @param code machine-readable
 * @param message a sentence that says what to do; it never repeats the value
 * @param value what stands there, shortened; for the client's eyes only, never logged
 */
public record Problem(
    Long row, Long line, String column, String code, String message, String value) {
  private static final int LONGEST_VALUE = 100;

  /** Shortens long values. */
  public Problem {
    if (value != null && value.length() > LONGEST_VALUE) {
      value = value.substring(0, LONGEST_VALUE) + "…";
    }
  }

  /** A problem of the whole file. */
  static Problem ofFile(Long line, String column, String code, String message) {
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

  /** Without the value: it is personal data. */
  @Override
  public String toString() {
    return code + " at " + place();
  }
}
