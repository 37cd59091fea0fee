package peal.ingest.csv;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import peal.domain.PhoneNumber;
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
     * @param row its number, at least 1
     * @param number whom to dial
     * @param variables its other columns
     * @param cells all of its cells
     */
    void take(long row, PhoneNumber number, Map<String, String> variables, List<String> cells)
        throws E;
  }

  /**
   * Hands the rows to {@code taker}, in file order.
   *
   * @param checked the first pass over the same file
   */
  public static <E extends Exception> void read(FileReport checked, Taker<E> taker)
      throws IOException, E {
    Header header = checked.header().orElseThrow();
    try (Rows rows = checked.file().open()) {
      rows.next();
      int row = 0;
      for (long digits : checked.dialed()) {
        row++;
        if (!(rows.next() instanceof Cells cells)) {
          throw new IllegalStateException("row " + row + " was there in the first pass");
        }
        if (digits != 0) {
          taker.take(
              checked.file().rowOf(row, cells.values()),
              new PhoneNumber("+" + digits),
              header.variables(cells.values()),
              cells.values());
        }
      }
    }
  }
}
