package peal.docs;

import java.util.Arrays;
import java.util.List;

/** Markdown tables, as rows of cells. */
final class Tables {
  private Tables() {}

  /**
   * The rows of the first table below {@code heading}, without the table's own heading.
   *
   * @throws IllegalArgumentException when there is no such heading
   */
  static List<List<String>> rowsBelow(String heading, String document) {
    int at = ("\n" + document).indexOf("\n" + heading + "\n");
    if (at < 0) {
      throw new IllegalArgumentException("there is no heading '" + heading + "'");
    }
    return document
        .substring(at)
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(Tables::cells)
        .toList();
  }

  /** What stands between the code marks of {@code cell}, or the cell itself. */
  static String code(String cell) {
    return cell.startsWith("`") && cell.endsWith("`") ? cell.substring(1, cell.length() - 1) : cell;
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|"))
        .map(String::strip)
        .toList();
  }
}
