package peal.ingest.csv;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import peal.ingest.csv.Step.Cells;

/**
 * The columns of a file.
 *
 * @param names as the file gives them, trimmed; empty for a column without a name
 * @param number index of the column with the numbers
 */
public record Header(List<String> names, int number) {
  /** The one column that must be there. */
  public static final String PHONE_NUMBER = "phone_number";

  /** Copies the names. */
  public Header {
    names = List.copyOf(names);
  }

  static boolean namesNumber(String cell) {
    return cell.strip().equalsIgnoreCase(PHONE_NUMBER);
  }

  /** The names in {@code cells}, as the API shows them. */
  static List<String> names(Cells cells) {
    return cells.values().stream().map(String::strip).toList();
  }

  /** The header, unless {@code errors} now say what is wrong with it. */
  static Optional<Header> of(Cells cells, Problems errors) {
    long before = errors.count();
    List<String> names = names(cells);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty()) {
        continue;
      }
      Integer first = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), i);
      if (first != null) {
        errors.add(
            Problem.ofFile(
                cells.line(),
                name,
                "duplicate_header",
                "Columns %d and %d have the same name (upper and lower case count as one). Rename or remove one."
                    .formatted(first + 1, i + 1)));
      }
    }
    Integer number = seen.get(PHONE_NUMBER);
    if (number == null) {
      errors.add(
          Problem.ofFile(
              cells.line(),
              PHONE_NUMBER,
              "missing_phone_number",
              "The header has no column phone_number. Name the column with the numbers so."));
    }
    return errors.count() > before ? Optional.empty() : Optional.of(new Header(names, number));
  }

  /** The name of the column at {@code index}; null where it has none. */
  String name(int index) {
    return index < names.size() && !names.get(index).isEmpty() ? names.get(index) : null;
  }

  /** What stands in the column with the numbers; empty where the row is too short. */
  public String numberIn(List<String> cells) {
    return number < cells.size() ? cells.get(number) : "";
  }

  /** A row's other columns by name, in file order; empty cells are left out. */
  public Map<String, String> variables(List<String> cells) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
      if (i != number && !names.get(i).isEmpty() && !cells.get(i).isEmpty()) {
        variables.put(names.get(i), cells.get(i));
      }
    }
    return variables;
  }
}
