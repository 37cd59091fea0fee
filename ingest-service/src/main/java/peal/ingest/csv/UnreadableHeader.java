package peal.ingest.csv;

import java.util.Optional;
import peal.ingest.csv.Step.Cells;

/** Tells from its first row that a file is no CSV, or none that can be read. */
final class UnreadableHeader {
  private UnreadableHeader() {}

  /** What is wrong; empty where columns can be read. */
  static Optional<Problem> problem(Cells cells) {
    String joined = String.join("", cells.values());
    Optional<String> kind = ForeignText.kind(joined);
    if (kind.isPresent()) {
      return refused(
          cells,
          "not_csv",
          "This is %s, no CSV. Save the list as CSV in UTF-8, or as an Excel workbook (.xlsx)."
              .formatted(kind.get()));
    }
    if (joined.indexOf('\0') >= 0) {
      return refused(
          cells,
          "nul_byte",
          "A NUL byte stands in the header. The file is damaged, no text, or UTF-16 without a mark,"
              + " which encoding=UTF-16LE says; else export it again, as CSV in UTF-8.");
    }
    if (joined.indexOf(Encoding.NO_TEXT) >= 0) {
      return refused(
          cells,
          "invalid_encoding",
          "The header is no text in this encoding. Export the file as CSV in UTF-8, or send the"
              + " form field encoding, such as encoding=windows-1252 for Western Europe or"
              + " encoding=Shift_JIS for Japan.");
    }
    if (joined.length() > CsvRows.MAX_ROW_LENGTH) {
      return refused(
          cells,
          "row_too_long",
          "The header has more than %,d characters. Shorten it, or remove columns that no text speaks of."
              .formatted(CsvRows.MAX_ROW_LENGTH));
    }
    return Optional.empty();
  }

  private static Optional<Problem> refused(Cells cells, String code, String message) {
    return Optional.of(Problem.ofFile(cells.line(), null, code, message));
  }
}
