package peal.ingest.csv;

import java.util.List;
import java.util.Optional;
import peal.domain.Wording;
import peal.ingest.csv.RowLengths.Spoken;
import peal.ingest.csv.Step.Cells;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;

/** Judges one row by itself. */
final class RowCheck {
  /** What decoders put in the place of what they cannot read. */
  private static final char LOST = '\uFFFD';

  private final boolean delimited;
  private final Header header;
  private final RowNumbers numbers;
  private final RowLengths lengths;
  private final Optional<RowZones> zones;
  private final Problems errors;
  private final Problems warnings;

  RowCheck(RowFile file, Header header, CsvRules rules, Problems errors, Problems warnings) {
    this.delimited = file.traits().containsKey("delimiter");
    this.header = header;
    this.numbers = new RowNumbers(header, rules.numbers());
    this.lengths = rules.placeholders().lengthsBelow(header);
    this.zones = rules.zones() ? Optional.of(new RowZones(header)) : Optional.empty();
    this.errors = errors;
    this.warnings = warnings;
  }

  /** The row's number, or null where {@code errors} now say what is wrong with the row. */
  Read check(long row, Cells cells) {
    boolean sound = fits(row, cells);
    List<String> values = cells.values();
    for (int i = 0; i < Math.min(values.size(), header.names().size()); i++) {
      sound &= isText(row, cells, i);
    }
    if (sound && header.further(values).isEmpty()) {
      int at = header.others();
      String message =
          "This is no JSON object of texts, as a download of results has it. Empty the cell, or"
              + " take the file as it was downloaded.";
      error(row, lineOf(cells, at), at, "invalid_other_variables", message, at(values, at));
      sound = false;
    }
    int zone = zones.map(known -> known.bad(values)).orElse(-1);
    if (zone >= 0) {
      String message =
          "This is no time zone. Write its name in the tz database, such as America/New_York, or"
              + " empty the cell: then the state and the number tell.";
      error(row, lineOf(cells, zone), zone, "bad_timezone", message, at(values, zone));
      sound = false;
    }
    if (!sound) {
      return null;
    }
    return switch (numbers.read(values)) {
      case Read read -> speakable(row, cells, read) ? read : null;
      case Refused refused -> {
        int at = header.number();
        error(row, lineOf(cells, at), at, refused.code(), refused.message(), at(values, at));
        yield null;
      }
    };
  }

  private boolean speakable(long row, Cells cells, Read read) {
    long bytes = lengths.of(read.number(), cells.values());
    boolean sound = true;
    for (Spoken spoken : lengths.spoken(cells.values())) {
      sound &= isMeant(row, cells, spoken);
    }
    if (!sound) {
      return false;
    }
    if (bytes <= Wording.LONGEST) {
      return true;
    }
    String message =
        "With this row the agent's prompt and welcome message would have %,d bytes, and at most %,d are said. Shorten the row's texts."
            .formatted(bytes, Wording.LONGEST);
    errors.add(new Problem(row, cells.line(), null, "text_too_long", message, null));
    return false;
  }

  private boolean isMeant(long row, Cells cells, Spoken spoken) {
    int at = spoken.column();
    Optional<String> braced = Placeholders.firstIn(spoken.value());
    if (braced.isPresent()) {
      String message =
          "The agent would say %s, in braces: the program that wrote the file has not filled it. Correct the cell."
              .formatted(braced.get());
      error(row, lineOf(cells, at), at, "unfilled_placeholder", message, spoken.value());
      return false;
    }
    if (NoValue.isFailedFormula(spoken.value())) {
      String message =
          "The agent would say this: a spreadsheet's formula has failed here, or its column was too"
              + " narrow. Correct the cell, or empty it.";
      error(row, lineOf(cells, at), at, "failed_formula", message, spoken.value());
      return false;
    }
    if (NoValue.isFormula(spoken.value())) {
      String message =
          "The agent would say this: it is a formula, which nobody has calculated. Put its value"
              + " into the cell.";
      error(row, lineOf(cells, at), at, "failed_formula", message, spoken.value());
      return false;
    }
    if (spoken.value().indexOf(LOST) >= 0) {
      String message =
          "A letter is lost here: the program that wrote the file has put the character U+FFFD in"
              + " its place, and the agent cannot say it. Export the file again, or correct the"
              + " cell.";
      warnings.add(
          new Problem(
              row, lineOf(cells, at), header.name(at), "lost_letter", message, spoken.value()));
    }
    if (NoValue.isNothing(spoken.value())) {
      String message =
          "Programs write this where there is no value. The agent will say it as it stands; empty"
              + " the cell if nothing is meant.";
      warnings.add(
          new Problem(
              row, lineOf(cells, at), header.name(at), "no_value", message, spoken.value()));
    }
    return true;
  }

  private boolean fits(long row, Cells cells) {
    int columns = header.names().size();
    int fields = cells.values().size();
    for (int i = columns; i < fields; i++) {
      if (!Blanks.blank(cells.values().get(i))) {
        error(
            row,
            lineOf(cells, i),
            i,
            "too_many_fields",
            "The row has a value in column %d, the header has only %d. %s"
                .formatted(
                    i + 1,
                    columns,
                    delimited
                        ? "A cell with the delimiter in it needs quotes."
                        : "Name the column in the first row, or empty the cell."),
            cells.values().get(i));
        return false;
      }
    }
    if (fields > columns && numbers.isShifted(cells.values(), fields - columns)) {
      error(
          row,
          lineOf(cells, header.number()),
          header.number(),
          "shifted_row",
          "The row has more cells than the header, and a number stands in column %d as well: cells may have moved to the right. A cell with the delimiter in it needs quotes."
              .formatted(header.number() + 1 + fields - columns),
          at(cells.values(), header.number()));
      return false;
    }
    if (header.length(cells) > CsvRows.MAX_ROW_LENGTH) {
      error(
          row,
          cells.line(),
          columns,
          "row_too_long",
          "The row has more than %,d characters. Shorten it.".formatted(CsvRows.MAX_ROW_LENGTH),
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
      String message =
          "A NUL byte stands here. The file is damaged, no text, or UTF-16 without a mark, which"
              + " encoding=UTF-16LE says; else export it again.";
      error(row, lineOf(cells, index, nul), index, "nul_byte", message, null);
      return false;
    }
    int noText = value.indexOf(Encoding.NO_TEXT);
    if (noText >= 0) {
      String message =
          "The bytes here are no text in this encoding. Export the file as UTF-8, or send the form"
              + " field encoding, such as encoding=windows-1252 for Western Europe or"
              + " encoding=Shift_JIS for Japan.";
      error(row, lineOf(cells, index, noText), index, "invalid_encoding", message, null);
      return false;
    }
    int control = ControlCharacter.in(value);
    if (control >= 0) {
      String message =
          "The control character U+%04X stands here: the file is in another encoding, such as ISO-2022-JP, which the form field encoding can name, or damaged. Export it as UTF-8."
              .formatted((int) value.charAt(control));
      error(row, lineOf(cells, index, control), index, "control_character", message, null);
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
