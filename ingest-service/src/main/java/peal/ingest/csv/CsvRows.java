package peal.ingest.csv;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import peal.ingest.csv.Step.Broken;
import peal.ingest.csv.Step.Cells;
import peal.ingest.csv.Step.End;
import peal.ingest.csv.Step.Flaw;

/** The rows of a CSV file. Not thread-safe. */
final class CsvRows implements Rows {
  /**
   * Longest row, in characters. Ours: with its header's names it still fits a Kafka record of 1 MB,
   * however its characters are escaped.
   */
  static final int MAX_ROW_LENGTH = 65_536;

  private final CsvText text;
  private final Delimiter delimiter;
  private final RowBudget budget;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  /** Opens {@code text} at its first row, the header. */
  CsvRows(CsvText text, Delimiter delimiter) throws IOException {
    this.text = text;
    this.delimiter = delimiter;
    this.budget = new RowBudget(reader(text, delimiter), 2 * MAX_ROW_LENGTH);
    this.parser =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter.character()).get().parse(budget);
    this.records = parser.iterator();
    if (delimiter.declared() && records.hasNext()) {
      records.next();
    }
  }

  /** The characters that rows are made of. */
  static Reader reader(CsvText text, Delimiter delimiter) throws IOException {
    return new QuoteBlanks(text.reader(), delimiter.character());
  }

  @Override
  public Step next() throws IOException {
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
      Cells cells = new Cells(line, List.of(record.values()));
      if (!cells.blank()) {
        return cells;
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

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
