package peal.ingest.csv;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.ColumnName;

/**
 * Which column of a file is which, as the client says: names of fields, such as {@code
 * phone_number}, to names in the header. Names are compared as {@link ColumnName} does.
 *
 * @param chosen header names by field; each name once
 */
public record ColumnChoice(Map<String, String> chosen) {
  /** The header's own names decide. */
  public static final ColumnChoice NONE = new ColumnChoice(Map.of());

  /** Copies the names, sorted, so that messages do not depend on how they were sent. */
  public ColumnChoice {
    chosen = Collections.unmodifiableMap(new TreeMap<>(chosen));
  }

  /** The field that the column {@code header} is chosen for. */
  Optional<String> fieldOf(String header) {
    String key = ColumnName.key(header);
    return chosen.entrySet().stream()
        .filter(entry -> ColumnName.key(entry.getValue()).equals(key))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether some column is chosen for {@code field}. */
  boolean fills(String field) {
    String key = ColumnName.key(field);
    return chosen.keySet().stream().anyMatch(name -> ColumnName.key(name).equals(key));
  }

  /**
   * Whether a header of {@code names} has the phone numbers, by its own names or by this choice.
   */
  boolean findsNumbers(List<String> names) {
    return numbersAmong(names) >= 0;
  }

  /** Index of the column with the phone numbers in a header of {@code names}; else negative. */
  public int numbersAmong(List<String> names) {
    String wanted =
        chosen.entrySet().stream()
            .filter(entry -> ColumnName.same(entry.getKey(), Header.PHONE_NUMBER))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(Header.PHONE_NUMBER);
    for (int i = 0; i < names.size(); i++) {
      if (ColumnName.same(names.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }
}
