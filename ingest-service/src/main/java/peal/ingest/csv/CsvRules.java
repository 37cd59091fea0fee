package peal.ingest.csv;

/**
 * How a file is judged.
 *
 * @param numbers reads the numbers
 * @param onDuplicates what becomes of a number's second row
 * @param maxRows most data rows, at least 1
 * @param listed how many problems are listed
 * @param doubts whether numbering plans are asked
 */
public record CsvRules(
    NumberReader numbers, OnDuplicates onDuplicates, int maxRows, int listed, boolean doubts) {
  /** Problems that an answer lists (API contract, section 2, The file). */
  public static final int LISTED = 100;

  /** What becomes of a row whose number an earlier valid row has. */
  public enum OnDuplicates {
    /** It is not dialed. */
    SKIP,
    /** It is dialed as well. */
    KEEP,
    /** It is an error. */
    REJECT
  }
}
