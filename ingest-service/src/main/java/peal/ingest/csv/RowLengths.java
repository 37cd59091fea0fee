package peal.ingest.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import peal.domain.ColumnName;
import peal.domain.PhoneNumber;
import peal.domain.PromptText;
import peal.domain.Wording;

/** What a row's cells make of the texts, and how long those get. Not thread-safe. */
final class RowLengths {
  private final Wording known;
  private final Map<String, String> otherwise;
  private final String[] keys;
  private final Header header;
  private final int[] columns;
  private final Map<String, Long> bytes = new HashMap<>();

  /**
   * Of the rows below {@code header}.
   *
   * @param known the texts, with the placeholders that the header fills
   * @param otherwise values for what no column fills, by what their names are compared by
   */
  RowLengths(Wording known, Map<String, String> otherwise, Header header) {
    this.header = header;
    this.known = known;
    this.otherwise = otherwise;
    this.keys = known.names().keySet().toArray(String[]::new);
    Map<String, Integer> filling = header.filling();
    this.columns = Arrays.stream(keys).mapToInt(key -> filling.getOrDefault(key, -1)).toArray();
  }

  /** A value that is said, and the column that it comes from. */
  record Spoken(int column, String value) {}

  /** The cells that are said: of columns, and of what {@code other_variables} holds. */
  List<Spoken> spoken(List<String> cells) {
    List<Spoken> spoken = new ArrayList<>(columns.length);
    for (int column : columns) {
      if (column >= 0) {
        spoken.add(new Spoken(column, header.valueAt(column, cells)));
      }
    }
    header
        .further(cells)
        .ifPresent(more ->
            more.forEach((name, value) -> {
              if (bytes.containsKey(ColumnName.key(name))) {
                spoken.add(new Spoken(header.others(), value));
              }
            }));
    return spoken;
  }

  /** Bytes of the texts for a row, in UTF-8; nothing is built. */
  long of(PhoneNumber number, List<String> cells) {
    for (int i = 0; i < keys.length; i++) {
      String value = columns[i] < 0 ? otherwise.get(keys[i]) : header.valueAt(columns[i], cells);
      bytes.put(keys[i], PromptText.bytes(value));
    }
    header
        .further(cells)
        .ifPresent(more ->
            more.forEach((name, value) ->
                bytes.computeIfPresent(
                    ColumnName.key(name),
                    (key, known) -> Math.max(known, PromptText.bytes(value)))));
    bytes.put(Wording.NUMBER, (long) number.e164().length());
    return known.bytes(bytes::get);
  }
}
