package peal.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how calls ended, as the API tells. Not thread-safe. */
final class Outcomes {
  private final Map<String, Long> counts = new TreeMap<>();

  /** Counts one entry of a calls page: its outcome, or its status while it has none. */
  void count(JsonNode call) {
    String outcome = call.path("outcome").asText();
    String name = outcome.isBlank() ? call.path("status").asText("unknown") : outcome;
    counts.merge(name.replace('_', ' '), 1L, Long::sum);
  }

  /** Outcomes with their counts, the most frequent first. */
  Map<String, Long> byFrequency() {
    List<Map.Entry<String, Long>> entries =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
    Map<String, Long> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
