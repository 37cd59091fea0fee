package peal.ingest.csv;

import java.io.IOException;
import java.util.Map;
import peal.domain.PhoneNumber;
import peal.ingest.csv.NumberReader.Read;
import peal.ingest.csv.Step.Cells;

/** The second pass over a file: hands on the rows that the first pass has let through. */
public final class DialedRows {
  private DialedRows() {}

  /**
   * Takes one row.
   *
   * @param <E> why it may fail
   */
  @FunctionalInterface
  public interface Taker<E extends Exception> {
    /**
     * A row that becomes a call.
     *
     * @param row its number, from 1
     * @param number whom to dial
     * @param variables its other columns
     */
    void take(long row, PhoneNumber number, Map<String, String> variables) throws E;
  }

  /**
   * Hands the rows to {@code taker}, in file order.
   *
   * @param checked the first pass over the same file
   * @param numbers the reader that the first pass used
   */
  public static <E extends Exception> void read(
      FileReport checked, NumberReader numbers, Taker<E> taker) throws IOException, E {
    Header header = checked.header().orElseThrow();
    try (CsvRows rows = new CsvRows(checked.text(), checked.delimiter())) {
      rows.next();
      for (int row = 1; rows.next() instanceof Cells cells; row++) {
        if (checked.skipped().get(row)) {
          continue;
        }
        if (!(numbers.read(header.numberIn(cells.values())) instanceof Read read)) {
          throw new IllegalStateException("row " + row + " was valid in the first pass");
        }
        taker.take(row, read.number(), header.variables(cells.values()));
      }
    }
  }
}
