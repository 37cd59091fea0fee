package peal.ingest.csv;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a file turned out to be.
 *
 * @param text the file
 * @param delimiter what separates its cells
 * @param columns its columns' names, trimmed
 * @param header its header, unless that is unsound
 * @param readable whether there is a CSV at all: a header line of text
 * @param whole whether the header is sound and every row could be told from the next; without it no
 *     row may be dialed
 * @param totalRows data rows, also those behind an unsound header
 * @param invalidRows data rows with errors
 * @param duplicateRows valid rows whose number an earlier one has
 * @param dialedRows rows that would become calls
 * @param skipped the row numbers of the others
 * @param errors what keeps rows from being dialed
 * @param warnings what is worth a look
 */
public record FileReport(
    CsvText text,
    char delimiter,
    List<String> columns,
    Optional<Header> header,
    boolean readable,
    boolean whole,
    long totalRows,
    long invalidRows,
    long duplicateRows,
    long dialedRows,
    BitSet skipped,
    Problems errors,
    Problems warnings) {
  /** Whether there is nothing to complain about. */
  public boolean valid() {
    return errors.count() == 0;
  }

  /** Data rows without errors. */
  public long validRows() {
    return totalRows - invalidRows;
  }
}
