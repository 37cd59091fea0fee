package peal.ingest.csv;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.PhoneNumber;
import peal.ingest.csv.Step.Broken;
import peal.ingest.csv.Step.Cells;
import peal.ingest.csv.Step.End;
import peal.numbers.Reading.Read;

/**
 * The first pass over a file: judges every row and remembers the number that each is dialed by.
 *
 * <p>Memory is bounded by the number of rows alone: eight bytes each, and about 30 more while
 * duplicates are looked for. Where nobody looks for those, none at all.
 */
public final class FileCheck {
  static final String DUPLICATE = "duplicate_number";

  private static final String UNFILLED = "unfilled_placeholder";

  private final RowFile file;
  private final CsvRules rules;
  private final RowObserver observer;
  private final Problems errors;
  private final Problems warnings;
  private final Spellings spellings;
  private final Long2IntOpenHashMap firstRows = new Long2IntOpenHashMap();
  private final LongArrayList numbers = new LongArrayList();
  private final boolean remembers;

  private List<String> columns = List.of();
  private Optional<Header> header = Optional.empty();
  private boolean readable;
  private boolean whole = true;
  private long total;

  /** The number of the row that is looked at. */
  private long row;

  private long invalid;
  private long duplicate;
  private long dialed;
  private long kept;

  private FileCheck(RowFile file, CsvRules rules, RowObserver observer) {
    this.file = file;
    this.rules = rules;
    this.observer = observer;
    this.errors = new Problems(rules.listed());
    this.warnings = new Problems(rules.listed());
    this.spellings = new Spellings(rules.listed());
    this.remembers = rules.onDuplicates() != CsvRules.OnDuplicates.IGNORE;
  }

  /**
   * Checks {@code file}.
   *
   * @throws IOException when the file cannot be read, whatever it holds
   */
  public static FileReport run(RowFile file, CsvRules rules, RowObserver observer)
      throws IOException {
    return new FileCheck(file, rules, observer).run();
  }

  private FileReport run() throws IOException {
    try (Rows rows = file.open()) {
      header(rows.next());
      if (readable) {
        rows(rows);
      }
    }
    return new FileReport(
        file,
        columns,
        header,
        readable ? ColumnGuess.of(file).columns() : Map.of(),
        readable,
        whole && header.isPresent(),
        total,
        invalid,
        duplicate,
        dialed,
        kept,
        numbers,
        errors,
        warnings,
        spellings);
  }

  private void header(Step first) throws IOException {
    switch (first) {
      case End end ->
          errors.add(
              Problem.ofFile(
                  null,
                  null,
                  "no_header",
                  "The file is empty. Write a header with a column phone_number, and rows."
                      + file.whereFrom()));
      case Broken broken -> broken(broken, null);
      case Cells cells -> header(cells);
    }
  }

  private void header(Cells cells) throws IOException {
    Optional<Problem> unreadable = UnreadableHeader.problem(cells);
    if (unreadable.isPresent()) {
      errors.add(unreadable.get());
      return;
    }
    readable = true;
    observer.header(cells.values());
    columns = HeaderCheck.shown(cells);
    file.doubts().forEach(warnings::add);
    header = new HeaderCheck(file, cells, errors, warnings).header();
    header.ifPresent(this::unfilled);
  }

  private void unfilled(Header header) {
    List<String> filled = header.variableNames();
    rules
        .placeholders()
        .unfilled(filled)
        .forEach((name, sentence) -> {
          whole = false;
          errors.add(Problem.ofFile(null, name, UNFILLED, sentence));
        });
    rules
        .placeholders()
        .emptied(filled)
        .forEach((name, sentence) -> warnings.add(Problem.ofFile(null, name, UNFILLED, sentence)));
    rules
        .placeholders()
        .ofOthers(filled)
        .forEach((name, sentence) ->
            warnings.add(Problem.ofFile(null, name, "other_placeholder", sentence)));
  }

  private void rows(Rows rows) throws IOException {
    RowCheck check = header.map(h -> new RowCheck(file, h, rules, errors, warnings)).orElse(null);
    while (true) {
      switch (rows.next()) {
        case End end -> {
          if (total == 0) {
            errors.add(
                Problem.ofFile(
                    null,
                    null,
                    "no_data_rows",
                    "There is no row below the header. Write a row for each call."));
          }
          return;
        }
        case Broken broken -> {
          total++;
          invalid++;
          broken(broken, total);
          observer.leftOut(total, List.of(), errors.last());
          return;
        }
        case Cells cells -> {
          total++;
          row = file.rowOf(total, cells.values());
          if (total > rules.maxRows()) {
            tooMany(cells);
            observer.leftOut(row, cells.values(), errors.last());
            return;
          }
          if (check == null) {
            invalid++;
            observer.leftOut(row, cells.values(), errors.firstOfRow());
          } else {
            row(cells, check.check(row, cells));
            if (kept > rules.mostBytes()) {
              tooMuch(cells);
              return;
            }
          }
        }
      }
    }
  }

  private void row(Cells cells, Read read) {
    PhoneNumber number = read == null ? null : read.number();
    boolean dial = read != null && judge(cells, read);
    if (remembers) {
      numbers.add(dial ? number.digits() : 0);
    }
    dialed += dial ? 1 : 0;
    kept += dial ? header.orElseThrow().keptBytes(cells.values()) : 0;
    if (number == null) {
      invalid++;
    }
    observer.row(row, header.orElseThrow(), cells.values(), number, dial);
    if (!dial) {
      // A row is invalid by its first error, or a duplicate by what was said of it last.
      boolean invalidRow = errors.ofRow(row);
      observer.leftOut(row, cells.values(), invalidRow ? errors.firstOfRow() : warnings.last());
    }
  }

  private boolean judge(Cells cells, Read read) {
    PhoneNumber number = read.number();
    spellings.see(row, cells.line(), header.orElseThrow().numberIn(cells.values()).strip(), number);
    int first = remembers ? firstRows.putIfAbsent(number.digits(), (int) row) : 0;
    boolean before = remembers && first == 0 && header.orElseThrow().wasDuplicate(cells.values());
    if (first == 0 && !before) {
      read.doubt()
          .ifPresent(doubt -> warnings.add(problem(cells, number, doubt.code(), doubt.message())));
      return true;
    }
    duplicate++;
    if (before && rules.onDuplicates() != CsvRules.OnDuplicates.KEEP) {
      // Nobody is dialed by this row, so that another one of the number is the first.
      firstRows.remove(number.digits());
    }
    String same =
        before
            ? "By rejected_code its number was another row's of the file that it comes from; if you"
                + " have corrected it, empty its rejected_code. "
            : "The same number as in row " + first + ". ";
    return switch (rules.onDuplicates()) {
      case SKIP -> {
        warnings.add(problem(cells, number, DUPLICATE, same + "This row will not be dialed."));
        yield false;
      }
      case KEEP -> {
        warnings.add(
            problem(
                cells,
                number,
                DUPLICATE,
                same + (before ? "It will be dialed." : "Both will be dialed.")));
        yield true;
      }
      case REJECT -> {
        errors.add(
            problem(cells, number, DUPLICATE, same + (before ? "Remove it." : "Remove one.")));
        invalid++;
        yield false;
      }
      case IGNORE -> throw new IllegalStateException("nobody looks for duplicates");
    };
  }

  private Problem problem(Cells cells, PhoneNumber number, String code, String message) {
    Header columns = header.orElseThrow();
    String written = columns.numberIn(cells.values());
    return new Problem(
        row,
        cells.line(),
        columns.name(columns.number()),
        code,
        message,
        written,
        Spellings.dials(written.strip(), number));
  }

  private void tooMany(Cells cells) {
    whole = false;
    invalid++;
    errors.add(
        new Problem(
            row,
            cells.line(),
            null,
            "too_many_rows",
            "The file has more than %,d rows, the most that this workspace may send at once. Split it."
                .formatted(rules.maxRows()),
            null));
  }

  private void tooMuch(Cells cells) {
    whole = false;
    errors.add(
        new Problem(
            row,
            cells.line(),
            null,
            "too_much_text",
            "As far as this row the file's rows take more than %,d bytes, each with the names of its columns, and no more is taken at once. Shorten the names, remove columns that no text speaks of, or split the file."
                .formatted(rules.mostBytes()),
            null));
  }

  private void broken(Broken broken, Long row) {
    whole = false;
    String code =
        switch (broken.flaw()) {
          case UNCLOSED_QUOTE -> "unclosed_quote";
          case TEXT_AFTER_QUOTE -> "text_after_quote";
          case TOO_LONG -> "row_too_long";
        };
    String message =
        switch (broken.flaw()) {
          case UNCLOSED_QUOTE -> "A quote is opened here and never closed. Close it.";
          case TEXT_AFTER_QUOTE ->
              "Text stands between a closing quote and the delimiter. A quote inside quotes is"
                  + " written twice.";
          case TOO_LONG ->
              "The row has more than %,d characters. Shorten it, or close a quote that is open."
                  .formatted(CsvRows.MAX_ROW_LENGTH);
        };
    String column = header.map(h -> h.name(broken.cell())).orElse(null);
    errors.add(
        new Problem(
            row, broken.line(), column, code, message + " No row after it was read.", null));
  }
}
