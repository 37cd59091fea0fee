package peal.ingest.csv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.ColumnName;
import peal.domain.results.RejectedTitles;
import peal.domain.results.ResultTitles;
import peal.domain.results.SpreadsheetText;
import peal.ingest.csv.Step.Cells;

/** Reads a file's first row: finds out what each column is, and what is wrong with them. */
final class HeaderCheck {
  private static final int NAMED = 30;

  /** Characters of a name that is too long that a sentence shows. */
  private static final int SHOWN = 60;

  /** Columns with a name that a file may have. */
  private static final int MOST_COLUMNS = 1_000;

  private final RowFile file;
  private final Cells cells;
  private final Problems errors;
  private final Problems warnings;
  private final boolean results;
  private final boolean rejected;

  HeaderCheck(RowFile file, Cells cells, Problems errors, Problems warnings) {
    this.file = file;
    this.cells = cells;
    this.errors = errors;
    this.warnings = warnings;
    this.results = ResultTitles.areThese(cells.values());
    this.rejected = RejectedTitles.areThese(cells.values());
  }

  /** The names in {@code cells} as the API shows them; columns without one are left out. */
  static List<String> shown(Cells cells) {
    return cells.values().stream().map(HeaderCheck::title).filter(name -> !name.isEmpty()).toList();
  }

  /** What a cell of the header says, without blanks and marks of spreadsheets around it. */
  private static String title(String cell) {
    return Residue.without(Blanks.strip(cell));
  }

  /** The header, unless the errors now say what is wrong with it. */
  Optional<Header> header() throws IOException {
    long before = errors.count();
    int named = shown(cells).size();
    if (named > MOST_COLUMNS) {
      errors.add(tooMany(named));
      return Optional.empty();
    }
    refuseEndless();
    if (errors.count() > before) {
      return Optional.empty();
    }
    chosenAreThere();
    List<String> names = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    int others = -1;
    int earlier = -1;
    for (int i = 0; i < cells.values().size(); i++) {
      String title = title(cells.values().get(i));
      boolean further = results && ColumnName.same(title, ResultTitles.OTHER);
      others = further ? i : others;
      earlier = rejected && ColumnName.same(title, RejectedTitles.CODE) ? i : earlier;
      names.add(further ? title : name(title));
      titles.add(file.choice().fieldOf(title).isPresent() ? title : "");
    }
    Set<String> keys =
        names.stream()
            .filter(name -> !name.isEmpty())
            .map(ColumnName::key)
            .collect(Collectors.toSet());
    titles.replaceAll(
        title -> title.isEmpty() || keys.contains(ColumnName.key(title)) ? "" : title);
    warnOfNameless();
    warnOfReplaced(names);
    refuseDuplicates(names, others);
    int number = numberIn(names);
    if (number < 0 && errors.count() == before) {
      errors.add(missing());
    }
    if (errors.count() > before) {
      return Optional.empty();
    }
    Header header =
        new Header(names, titles, number, results || rejected, others, earlier, List.of());
    return Optional.of(others < 0 ? header : FurtherNames.of(file, header));
  }

  /** What the values of the column {@code title} are known by. */
  private String name(String title) {
    Optional<String> field = file.choice().fieldOf(title);
    if (field.isPresent()) {
      return field.get();
    }
    boolean own =
        results && ResultTitles.isOwn(title) && !ColumnName.same(title, Header.PHONE_NUMBER)
            || rejected && RejectedTitles.isOwn(title);
    if (own || file.choice().fills(title)) {
      return "";
    }
    String text = results || rejected ? SpreadsheetText.original(title) : title;
    return results ? ResultTitles.name(text) : text;
  }

  private void chosenAreThere() {
    Set<String> there = cells.values().stream().map(ColumnName::key).collect(Collectors.toSet());
    file.choice()
        .chosen()
        .forEach((field, title) -> {
          if (!there.contains(ColumnName.key(title))) {
            errors.add(
                Problem.ofFile(
                    cells.line(),
                    title,
                    "unknown_column",
                    "The form field columns takes %s from '%s', and the file has no such column. %s"
                        .formatted(field, title, theColumns())));
          }
        });
  }

  private void warnOfNameless() {
    List<String> nameless = new ArrayList<>();
    for (int i = 0; i < cells.values().size(); i++) {
      if (Blanks.blank(cells.values().get(i))) {
        nameless.add(String.valueOf(i + 1));
      }
    }
    if (!nameless.isEmpty()) {
      String which = nameless.size() == 1 ? "Column %s has" : "Columns %s have";
      warnings.add(
          Problem.ofFile(
              cells.line(),
              null,
              "unnamed_column",
              (which + " no name in the header; what stands there is left out. Name it to use it.")
                  .formatted(list(nameless))));
    }
  }

  private void warnOfReplaced(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String title = title(cells.values().get(i));
      if (names.get(i).isEmpty() && !title.isEmpty() && file.choice().fills(title)) {
        warnings.add(
            Problem.ofFile(
                cells.line(),
                title,
                "replaced_column",
                "This column is left out, for the form field columns takes %s from another one."
                    .formatted(title)));
      }
    }
  }

  private void refuseDuplicates(List<String> names, int others) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      boolean compared = i != others && !names.get(i).isEmpty();
      Integer first = compared ? seen.putIfAbsent(ColumnName.key(names.get(i)), i) : null;
      if (first != null) {
        errors.add(
            Problem.ofFile(
                cells.line(),
                names.get(i),
                "duplicate_header",
                ("Columns %d and %d have the same name (case, blanks, _ and - do not count)."
                        + " Rename or remove one.")
                    .formatted(first + 1, i + 1)));
      }
    }
  }

  private void refuseEndless() {
    for (String title : shown(cells)) {
      if (title.length() > ColumnName.LONGEST) {
        errors.add(
            Problem.ofFile(
                cells.line(),
                title.substring(0, title.offsetByCodePoints(0, SHOWN)) + " …",
                "column_name_too_long",
                "The name of a column may have %,d characters, and this one has %,d. Shorten it. Does a quote open here that is never closed?"
                    .formatted(ColumnName.LONGEST, title.length())));
      }
    }
  }

  private static int numberIn(List<String> names) {
    return ColumnChoice.NONE.numbersAmong(names);
  }

  private Problem tooMany(int named) {
    return Problem.ofFile(
        cells.line(),
        null,
        "too_many_columns",
        ("The file has %,d columns with a name, and may have %,d. Remove those that no text speaks"
                + " of.")
            .formatted(named, MOST_COLUMNS));
  }

  private Problem missing() throws IOException {
    String what =
        "No column is named phone_number. "
            + theColumns()
            + " "
            + ColumnGuess.of(file).advice()
            + file.whereFrom();
    return Problem.ofFile(cells.line(), Header.PHONE_NUMBER, "missing_phone_number", what);
  }

  private String theColumns() {
    List<String> shown = shown(cells);
    return shown.isEmpty()
        ? "No column has a name."
        : "The columns are: "
            + list(shown.stream().map(name -> "'" + name + "'").collect(Collectors.toList()))
            + ".";
  }

  private static String list(List<String> all) {
    String first = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    return all.size() > NAMED ? first + " and %,d more".formatted(all.size() - NAMED) : first;
  }
}
