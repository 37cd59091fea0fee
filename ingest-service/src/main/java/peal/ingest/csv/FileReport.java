package peal.ingest.csv;

import it.unimi.dsi.fastutil.longs.LongList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file turned out to be.
 *
 * @param file the file
 * @param columns its columns' names, trimmed
 * @param header its header, unless that is unsound
 * @param guessedColumns for each field that no column is named after, which may be meant
 * @param readable whether there is a CSV at all: a header line of text
 * @param whole whether the header is sound, fills what will be said, and every row could be told
 *     from the next; without it no row may be dialed
 * @param totalRows data rows, also those behind an unsound header
 * @param invalidRows data rows with errors
 * @param duplicateRows valid rows whose number an earlier one has
 * @param dialedRows rows that would become calls
 * @param keptBytes what those take as they are kept, bytes
 * @param dialed for each data row, from the first, the digits of the number that is dialed; 0 where
 *     the row becomes no call; empty where rows are not remembered
 * @param errors what keeps rows from being dialed
 * @param warnings what is worth a look
 * @param spellings numbers that are dialed otherwise than they are written
 */
public record FileReport(
    RowFile file,
    List<String> columns,
    Optional<Header> header,
    Map<String, String> guessedColumns,
    boolean readable,
    boolean whole,
    long totalRows,
    long invalidRows,
    long duplicateRows,
    long dialedRows,
    long keptBytes,
    LongList dialed,
    Problems errors,
    Problems warnings,
    Spellings spellings) {
  /** Whether there is nothing to complain about. */
  public boolean valid() {
    return errors.count() == 0;
  }

  /** Data rows without errors. */
  public long validRows() {
    return totalRows - invalidRows;
  }
}
