package peal.ingest.csv;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A CSV file.
 *
 * @param text its characters
 * @param delimiter what separates its cells
 * @param choice which columns are which, where the client has said so
 */
public record CsvFile(CsvText text, Delimiter delimiter, ColumnChoice choice) implements RowFile {
  /** The file with {@code text}, whose delimiter is looked for. */
  public static CsvFile of(CsvText text, ColumnChoice choice) throws IOException {
    return new CsvFile(text, Delimiter.of(text, choice), choice);
  }

  @Override
  public Rows open() throws IOException {
    return new CsvRows(text, delimiter);
  }

  @Override
  public Map<String, String> traits() {
    Map<String, String> traits = new LinkedHashMap<>();
    traits.put("delimiter", String.valueOf(delimiter.character()));
    traits.put("encoding", text.encoding().label());
    return traits;
  }
}
