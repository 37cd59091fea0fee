package peal.ingest.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import peal.ingest.csv.Step.Broken;
import peal.ingest.csv.Step.Cells;
import peal.ingest.csv.Step.End;
import peal.ingest.csv.Step.Flaw;

/** A file's rows, one at a time and in order, blank lines left out. Not thread-safe. */
final class CsvRows implements AutoCloseable {
  /**
   * Longest row, in characters. Ours: with its header's names it still fits a Kafka record of 1 MB,
   * however its characters are escaped.
   */
  static final int MAX_ROW_LENGTH = 65_536;

  private final CsvText text;
  private final char delimiter;
  private final RowBudget budget;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  /** Opens {@code text} at its first row, the header. */
  CsvRows(CsvText text, char delimiter) throws IOException {
    this.text = text;
    this.delimiter = delimiter;
    this.budget = new RowBudget(text.reader(), 2 * MAX_ROW_LENGTH);
    this.parser =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter)
            // Tells a blank line, whose one cell is then null, from a quoted empty cell.
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .get()
            .parse(budget);
    this.records = parser.iterator();
  }

  /** The next row; after {@link End} and {@link Broken} there is none. */
  Step next() throws IOException {
    while (true) {
      long line = parser.getCurrentLineNumber() + 1;
      budget.rowStarts();
      CSVRecord record;
      try {
        if (!records.hasNext()) {
          return new End();
        }
        record = records.next();
      } catch (UncheckedIOException e) {
        return broken(line, e.getCause());
      }
      if (!blank(record)) {
        return new Cells(line, cells(record));
      }
    }
  }

  private Broken broken(long line, IOException cause) throws IOException {
    Optional<Broken> quote = QuoteScan.of(text, line, delimiter);
    if (quote.isPresent()) {
      return quote.get();
    }
    if (cause instanceof RowBudget.Exceeded) {
      return new Broken(Flaw.TOO_LONG, line, 0);
    }
    throw cause;
  }

  private static boolean blank(CSVRecord record) {
    if (record.size() > 1) {
      return false;
    }
    String only = record.size() == 0 ? null : record.get(0);
    return only == null || !only.isEmpty() && only.isBlank();
  }

  private static List<String> cells(CSVRecord record) {
    List<String> cells = new ArrayList<>(record.size());
    for (String value : record.values()) {
      cells.add(value == null ? "" : value);
    }
    return cells;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
