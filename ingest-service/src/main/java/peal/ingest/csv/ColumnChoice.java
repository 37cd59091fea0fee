package peal.ingest.csv;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.ColumnName;

/**
 * Which column of a file is which, as the client says: names of fields, such as {@code
 * phone_number}, to names in the header. Names are compared as {@link ColumnName} does. Immutable.
 */
public final class ColumnChoice {
  /** The header's own names decide. */
  public static final ColumnChoice NONE = new ColumnChoice(Map.of());

  private final Map<String, String> chosen;

  /** By what names are compared by: a file has thousands of columns, each is looked for. */
  private final Map<String, String> fields = new HashMap<>();

  private final Map<String, String> headers = new HashMap<>();

  /** The choice {@code chosen}: header names by field, each name once. */
  public ColumnChoice(Map<String, String> chosen) {
    // Sorted, so that messages do not depend on how they were sent.
    this.chosen = Collections.unmodifiableMap(new TreeMap<>(chosen));
    this.chosen.forEach((field, header) -> {
      fields.putIfAbsent(ColumnName.key(header), field);
      headers.putIfAbsent(ColumnName.key(field), header);
    });
  }

  /** Header names by field, in the order of the fields. */
  public Map<String, String> chosen() {
    return chosen;
  }

  /** The field that the column {@code header} is chosen for. */
  Optional<String> fieldOf(String header) {
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(fields.get(ColumnName.key(header)));
  }

  /** Whether some column is chosen for {@code field}. */
  boolean fills(String field) {
    return !headers.isEmpty() && headers.containsKey(ColumnName.key(field));
  }

  /**
   * Whether a header of {@code names} has the phone numbers, by its own names or by this choice.
   */
  boolean findsNumbers(List<String> names) {
    return numbersAmong(names) >= 0;
  }

  /** Index of the column with the phone numbers in a header of {@code names}; else negative. */
  public int numbersAmong(List<String> names) {
    String field = ColumnName.key(Header.PHONE_NUMBER);
    String wanted = ColumnName.key(headers.getOrDefault(field, Header.PHONE_NUMBER));
    for (int i = 0; i < names.size(); i++) {
      if (ColumnName.key(names.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }
}
