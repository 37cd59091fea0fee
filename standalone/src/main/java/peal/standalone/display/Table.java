package peal.standalone.display;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of two columns under headings, as wide as their content. Not thread-safe.
 *
 * <pre>
 * Calls
 *   completed        802
 *   failed           198
 * </pre>
 */
public final class Table {
  private static final int GAP = 3;

  private record Line(String left, String right, boolean heading) {}

  private final List<Line> lines = new ArrayList<>();

  /** Begins a group. */
  public Table heading(String title) {
    lines.add(new Line(title, "", true));
    return this;
  }

  /** Adds a line; empty values are shown as a dash. */
  public Table row(String name, Object value) {
    String text = String.valueOf(value);
    lines.add(new Line(name, text.isBlank() ? "-" : text, false));
    return this;
  }

  /** The whole table, each line ended; no line has trailing blanks. */
  @Override
  public String toString() {
    int left =
        lines.stream().filter(l -> !l.heading()).mapToInt(l -> l.left().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      if (line.heading()) {
        text.append(text.isEmpty() ? "" : "\n").append(line.left()).append('\n');
      } else {
        String padding = " ".repeat(left - line.left().length() + GAP);
        text.append("  ").append(line.left()).append(padding).append(line.right()).append('\n');
      }
    }
    return text.toString();
  }
}
