package peal.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A scrape in Prometheus' text format, as families with their labels. */
final class Exported {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, Map<String, Set<String>>> labels = new HashMap<>();

  private Exported() {}

  static Exported read(String text) {
    Exported exported = new Exported();
    text.lines().forEach(exported::take);
    return exported;
  }

  private void take(String line) {
    MatchResult type = TYPE.matcher(line).results().findFirst().orElse(null);
    if (type != null) {
      types.put(type.group(1), type.group(2));
    } else if (!line.startsWith("#") && !line.isBlank()) {
      Map<String, Set<String>> own =
          labels.computeIfAbsent(family(line.split("[{ ]", 2)[0]), name -> new TreeMap<>());
      LABEL
          .matcher(line)
          .results()
          .filter(label -> !label.group(1).equals("le"))
          .forEach(label ->
              own.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2)));
    }
  }

  private String family(String series) {
    if (types.containsKey(series)) {
      return series;
    }
    return series.replaceFirst("_(bucket|sum|count)$", "");
  }

  /** Every family as {@code name type [label, …]}; the maximum beside a histogram is its own. */
  Set<String> families() {
    Set<String> families = new TreeSet<>();
    types.forEach((name, type) -> {
      if (!name.endsWith("_max") || !types.containsKey(name.replaceFirst("_max$", ""))) {
        families.add(name + " " + type + " " + labelsOf(name));
      }
    });
    return families;
  }

  private List<String> labelsOf(String family) {
    return new ArrayList<>(labels.getOrDefault(family, Map.of()).keySet());
  }

  /** Every value of every label, as {@code family label value}. */
  List<String> labelValues() {
    List<String> values = new ArrayList<>();
    labels.forEach((family, own) ->
        own.forEach(
            (label, all) -> all.forEach(value -> values.add(family + " " + label + " " + value))));
    return values;
  }
}
