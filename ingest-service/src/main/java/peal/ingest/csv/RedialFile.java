package peal.ingest.csv;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Rows that were a batch's before, as its results tell them: each keeps its number.
 *
 * @param rows a file whose first column has those numbers, ascending
 */
public record RedialFile(RowFile rows) implements RowFile {
  @Override
  public Rows open() throws IOException {
    return rows.open();
  }

  @Override
  public ColumnChoice choice() {
    return rows.choice();
  }

  @Override
  public long rowOf(long count, List<String> cells) {
    return Long.parseLong(cells.getFirst());
  }

  @Override
  public Map<String, String> traits() {
    return rows.traits();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
