package peal.ingest.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import peal.domain.ColumnName;
import peal.domain.PromptText;
import peal.domain.results.ResultTitles;
import peal.domain.results.SpreadsheetText;
import peal.ingest.csv.Step.Cells;
import peal.topics.DomainJson;

/**
 * The columns of a file.
 *
 * @param names what each column's values are known by; empty for a column that is left out
 * @param titles what stands above a column that the client has chosen for a field, by which its
 *     values are known too; empty for any other
 * @param number index of the column with the numbers
 * @param guarded whether Peal has written the file, and put apostrophes before what a spreadsheet
 *     would run
 * @param others index of a column with further values as a JSON object; negative if there is none
 * @param earlier index of a column in which Peal has said why a row was left out; negative if there
 *     is none
 * @param further the names of those values, as far as they are told
 */
public record Header(
    List<String> names,
    List<String> titles,
    int number,
    boolean guarded,
    int others,
    int earlier,
    List<String> further) {
  /** The one column that must be there. */
  public static final String PHONE_NUMBER = ResultTitles.PHONE_NUMBER;

  private static final ObjectMapper JSON = DomainJson.newMapper();

  /** Copies the names. */
  public Header {
    names = List.copyOf(names);
    titles = List.copyOf(titles);
    further = List.copyOf(further);
  }

  /** The name of the column at {@code index}; null where it has none. */
  String name(int index) {
    return index < names.size() && !names.get(index).isEmpty() ? names.get(index) : null;
  }

  /** Index of the column that is {@code name}, however that is spelled. */
  public Optional<Integer> indexOf(String name) {
    return IntStream.range(0, names.size())
        .filter(i -> !names.get(i).isEmpty() && ColumnName.same(names.get(i), name))
        .boxed()
        .findFirst();
  }

  /** Index of the column that fills each placeholder, by what that is compared by. */
  Map<String, Integer> filling() {
    Map<String, Integer> filling = new HashMap<>();
    for (List<String> known : List.of(names, titles)) {
      for (int i = 0; i < known.size(); i++) {
        if (!known.get(i).isEmpty()) {
          filling.putIfAbsent(ColumnName.key(known.get(i)), i);
        }
      }
    }
    return filling;
  }

  /** Characters of a row's values, as often as they are kept. */
  int length(Cells cells) {
    int length = cells.length();
    for (int i = 0; i < Math.min(cells.values().size(), titles.size()); i++) {
      length += titles.get(i).isEmpty() ? 0 : cells.values().get(i).length();
    }
    return length;
  }

  /** What stands in the column with the numbers; empty where the row is too short. */
  public String numberIn(List<String> cells) {
    return valueAt(number, cells);
  }

  /** Whether Peal has left the row out before, because its number was another row's. */
  boolean wasDuplicate(List<String> cells) {
    return earlier >= 0 && valueAt(earlier, cells).strip().equals(FileCheck.DUPLICATE);
  }

  /** The value of the column at {@code index}; empty where the row is too short. */
  String valueAt(int index, List<String> cells) {
    String cell = index < cells.size() ? cells.get(index) : "";
    return guarded ? SpreadsheetText.original(cell) : Residue.without(cell);
  }

  /** The names of {@link #variables}, in file order. */
  public List<String> variableNames() {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i != others) {
        known.addAll(namesOf(i));
      }
    }
    known.addAll(further);
    return known;
  }

  /** The names of the variables that the column at {@code index} fills. */
  private List<String> namesOf(int index) {
    return Stream.of(index == number ? "" : names.get(index), titles.get(index))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** A row's other columns by name, in file order; empty cells are left out. */
  public Map<String, String> variables(List<String> cells) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
      if (i != others && !cells.get(i).isEmpty()) {
        for (String name : namesOf(i)) {
          variables.put(name, valueAt(i, cells));
        }
      }
    }
    further(cells)
        .orElse(Map.of())
        .forEach((name, value) -> {
          if (value != null) {
            variables.putIfAbsent(name, value);
          }
        });
    return variables;
  }

  /** What a row takes as it is kept, each value beside its names, bytes. */
  long keptBytes(List<String> cells) {
    long bytes = PromptText.bytes(numberIn(cells));
    for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
      if (!cells.get(i).isEmpty() && i != number) {
        bytes += keptBytes(names.get(i), cells.get(i));
      }
      if (!cells.get(i).isEmpty()) {
        bytes += keptBytes(titles.get(i), cells.get(i));
      }
    }
    return bytes;
  }

  /** A further value is part of its column's, name and all. */
  private static long keptBytes(String name, String value) {
    return name.isEmpty() ? 0 : PromptText.bytes(name) + PromptText.bytes(value);
  }

  /** What the column with further values holds; empty where that cannot be read. */
  Optional<Map<String, String>> further(List<String> cells) {
    String text = others < 0 ? "" : valueAt(others, cells);
    if (text.isBlank()) {
      return Optional.of(Map.of());
    }
    try {
      Map<String, String> read =
          JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
      return Optional.ofNullable(read)
          .filter(
              all -> all.keySet().stream().allMatch(name -> name.length() <= ColumnName.LONGEST));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
