package peal.ingest.csv;

import java.util.List;
import peal.domain.PhoneNumber;
import peal.ingest.csv.NumberReader.Read;
import peal.ingest.csv.NumberReader.Refused;
import peal.ingest.csv.Step.Cells;

/** Judges one row by itself. */
final class RowCheck {
  private final Header header;
  private final NumberReader numbers;
  private final Problems errors;

  RowCheck(Header header, NumberReader numbers, Problems errors) {
    this.header = header;
    this.numbers = numbers;
    this.errors = errors;
  }

  /** The row's number, or null where {@code errors} now say what is wrong with the row. */
  PhoneNumber check(long row, Cells cells) {
    boolean sound = fits(row, cells);
    List<String> values = cells.values();
    for (int i = 0; i < Math.min(values.size(), header.names().size()); i++) {
      sound &= isText(row, cells, i);
    }
    if (!sound) {
      return null;
    }
    return switch (numbers.read(header.numberIn(values))) {
      case Read read -> read.number();
      case Refused refused -> {
        int at = header.number();
        error(row, lineOf(cells, at), at, refused.code(), refused.message(), at(values, at));
        yield null;
      }
    };
  }

  private boolean fits(long row, Cells cells) {
    int columns = header.names().size();
    int fields = cells.values().size();
    if (fields > columns) {
      error(
          row,
          lineOf(cells, columns),
          columns,
          "too_many_fields",
          "The row has %d fields, the header only %d. A cell with the delimiter in it needs quotes."
              .formatted(fields, columns),
          cells.values().get(columns));
      return false;
    }
    if (cells.length() > CsvRows.MAX_ROW_LENGTH) {
      error(
          row,
          cells.line(),
          columns,
          "row_too_long",
          "The row has more than %,d characters.".formatted(CsvRows.MAX_ROW_LENGTH),
          null);
      return false;
    }
    return true;
  }

  private boolean isText(long row, Cells cells, int index) {
    String value = cells.values().get(index);
    if (value.isEmpty()) {
      return true;
    }
    int nul = value.indexOf('\0');
    if (nul >= 0) {
      String message = "A NUL byte stands here. The file is damaged or no text; export it again.";
      error(row, lineOf(cells, index, nul), index, "nul_byte", message, null);
      return false;
    }
    int noText = value.indexOf(Encoding.NO_TEXT);
    if (noText >= 0) {
      String message = "The bytes here are no text in UTF-8. Export the file as UTF-8.";
      error(row, lineOf(cells, index, noText), index, "invalid_encoding", message, null);
      return false;
    }
    if (header.name(index) == null) {
      String message = "The column of this value has no name in the header.";
      error(row, lineOf(cells, index), index, "unnamed_column", message, value);
      return false;
    }
    return true;
  }

  private void error(long row, long line, int index, String code, String message, String value) {
    errors.add(new Problem(row, line, header.name(index), code, message, value));
  }

  private static String at(List<String> values, int index) {
    return index < values.size() ? values.get(index) : "";
  }

  /**
   * Line in which the cell at {@code index} begins: quoted cells before it may hold line breaks.
   */
  private static long lineOf(Cells cells, int index) {
    long line = cells.line();
    for (int i = 0; i < Math.min(index, cells.values().size()); i++) {
      String value = cells.values().get(i);
      line += breaks(value, value.length());
    }
    return line;
  }

  private static long lineOf(Cells cells, int index, int position) {
    return lineOf(cells, index) + breaks(cells.values().get(index), position);
  }

  private static long breaks(String value, int end) {
    long breaks = 0;
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' && (i == 0 || value.charAt(i - 1) != '\r')) {
        breaks++;
      }
    }
    return breaks;
  }
}
