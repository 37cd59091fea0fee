package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code docs/metrics.md} says that services export, by section. */
final class MetricsPage {
  private final List<String> lines;

  private MetricsPage(List<String> lines) {
    this.lines = lines;
  }

  static MetricsPage read() {
    try {
      return new MetricsPage(Files.readAllLines(Tree.root().resolve("docs/metrics.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All tables below {@code sections}, each row as {@code name type [label, …]}. */
  Set<String> below(String... sections) {
    Set<String> listed = new TreeSet<>();
    boolean wanted = false;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        wanted = List.of(sections).contains(line.substring(3));
      } else if (wanted && line.startsWith("| `")) {
        listed.add(row(line));
      }
    }
    return listed;
  }

  private static String row(String line) {
    String[] cells = line.split("\\|");
    String labels = cells[4].strip();
    return "%s %s %s"
        .formatted(
            cells[1].strip().replace("`", ""),
            cells[2].strip(),
            labels.equals("none")
                ? List.of()
                : Arrays.stream(labels.replace("`", "").split(","))
                    .map(String::strip)
                    .sorted()
                    .toList());
  }
}
