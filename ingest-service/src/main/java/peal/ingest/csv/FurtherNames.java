package peal.ingest.csv;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.domain.ColumnName;
import peal.ingest.csv.Step.Cells;

/**
 * Looks a file through for the names of values that lie in a column of JSON objects, which no
 * header tells.
 */
final class FurtherNames {
  /**
   * More are not told, nor longer ones than a column may have; a placeholder of that name is then
   * one that nothing fills.
   */
  private static final int MOST = 1_000;

  private FurtherNames() {}

  /** {@code header}, with the names in all rows of {@code file}. */
  static Header of(RowFile file, Header header) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    try (Rows rows = file.open()) {
      rows.next();
      while (names.size() < MOST && rows.next() instanceof Cells cells) {
        header
            .further(cells.values())
            .ifPresent(more ->
                more.keySet().stream()
                    .filter(name -> name.length() <= ColumnName.LONGEST)
                    .forEach(name -> names.putIfAbsent(ColumnName.key(name), name)));
      }
    }
    header.names().forEach(name -> names.remove(ColumnName.key(name)));
    header.titles().forEach(title -> names.remove(ColumnName.key(title)));
    return new Header(
        header.names(),
        header.titles(),
        header.number(),
        header.guarded(),
        header.others(),
        header.earlier(),
        List.copyOf(names.values()));
  }
}
