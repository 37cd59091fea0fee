package peal.standalone.display;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows under headings, as wide as their content; numbers stand at the right. */
public final class Columns {
  private static final String GAP = "   ";

  private Columns() {}

  /**
   * The rows as text, each line ended.
   *
   * @param rows by heading; the first row's order is that of the table, and a heading that a row
   *     lacks is shown as a dash
   */
  public static String text(List<? extends Map<String, ?>> rows) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (Map<String, ?> row : rows) {
      row.keySet().forEach(heading -> widths.putIfAbsent(heading, heading.length()));
    }
    widths.replaceAll((heading, width) ->
        Math.max(
            width, rows.stream().mapToInt(row -> cell(row, heading).length()).max().orElse(0)));
    StringBuilder text = new StringBuilder();
    text.append(line(widths, heading -> heading, heading -> rightAligned(rows, heading)));
    for (Map<String, ?> row : rows) {
      text.append(
          line(widths, heading -> cell(row, heading), heading -> rightAligned(rows, heading)));
    }
    return text.toString();
  }

  private static String line(
      Map<String, Integer> widths,
      java.util.function.UnaryOperator<String> content,
      java.util.function.Predicate<String> right) {
    return widths.entrySet().stream()
            .map(column -> {
              String cell = content.apply(column.getKey());
              String padding = " ".repeat(column.getValue() - cell.length());
              return right.test(column.getKey()) ? padding + cell : cell + padding;
            })
            .collect(Collectors.joining(GAP, "  ", ""))
            .stripTrailing()
        + "\n";
  }

  private static boolean rightAligned(List<? extends Map<String, ?>> rows, String heading) {
    return rows.stream().map(row -> row.get(heading)).anyMatch(Number.class::isInstance);
  }

  private static String cell(Map<String, ?> row, String heading) {
    Object value = row.get(heading);
    return switch (value) {
      case null -> "-";
      case Double number -> String.format(Locale.ROOT, "%.2f", number);
      default -> value.toString();
    };
  }
}
