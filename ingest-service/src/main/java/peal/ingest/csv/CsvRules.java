package peal.ingest.csv;

import peal.numbers.NumberReader;

/**
 * How a file is judged.
 *
 * @param numbers reads the numbers
 * @param onDuplicates what becomes of a number's second row
 * @param maxRows most data rows, at least 1
 * @param mostBytes what those that become calls may take as they are kept, bytes
 * @param listed how many problems are listed
 * @param placeholders what each row is spoken of by
 * @param zones whether it counts where each row rings
 */
public record CsvRules(
    NumberReader numbers,
    OnDuplicates onDuplicates,
    int maxRows,
    long mostBytes,
    int listed,
    Placeholders placeholders,
    boolean zones) {
  /** Rules for a file of any size, of which nobody asks where its rows ring. */
  public CsvRules(
      NumberReader numbers,
      OnDuplicates onDuplicates,
      int maxRows,
      int listed,
      Placeholders placeholders) {
    this(numbers, onDuplicates, maxRows, Long.MAX_VALUE, listed, placeholders, false);
  }

  /** Problems that an answer lists (API contract, section 2, The file). */
  public static final int LISTED = 100;

  /** What becomes of a row whose number an earlier valid row has. */
  public enum OnDuplicates {
    /** It is not dialed. */
    SKIP,
    /** It is dialed as well. */
    KEEP,
    /** It is an error. */
    REJECT,
    /** Nobody looks: no row is remembered, so that a file of any length takes no memory. */
    IGNORE
  }
}
