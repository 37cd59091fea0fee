package peal.ingest.csv;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import peal.domain.PhoneNumber;
import peal.ingest.csv.Step.Broken;
import peal.ingest.csv.Step.Cells;
import peal.ingest.csv.Step.End;

/**
 * The first pass over a file: judges every row and remembers, one bit a row, which are dialed.
 *
 * <p>Memory is bounded by the number of rows alone, about 30 bytes each while duplicates are looked
 * for.
 */
public final class FileCheck {
  private final CsvText text;
  private final CsvRules rules;
  private final RowObserver observer;
  private final Problems errors;
  private final Problems warnings;
  private final NumberDoubts doubts = new NumberDoubts();
  private final Long2IntOpenHashMap firstRows = new Long2IntOpenHashMap();
  private final BitSet skipped = new BitSet();

  private List<String> columns = List.of();
  private Optional<Header> header = Optional.empty();
  private boolean readable;
  private boolean whole = true;
  private long total;
  private long invalid;
  private long duplicate;
  private long dialed;

  private FileCheck(CsvText text, CsvRules rules, RowObserver observer) {
    this.text = text;
    this.rules = rules;
    this.observer = observer;
    this.errors = new Problems(rules.listed());
    this.warnings = new Problems(rules.listed());
  }

  /**
   * Checks {@code text}.
   *
   * @throws IOException when the file cannot be read, whatever it holds
   */
  public static FileReport run(CsvText text, CsvRules rules, RowObserver observer)
      throws IOException {
    return new FileCheck(text, rules, observer).run();
  }

  private FileReport run() throws IOException {
    char delimiter = Delimiter.of(text);
    try (CsvRows rows = new CsvRows(text, delimiter)) {
      header(rows.next());
      if (readable) {
        rows(rows);
      }
    }
    return new FileReport(
        text,
        delimiter,
        columns,
        header,
        readable,
        whole && header.isPresent(),
        total,
        invalid,
        duplicate,
        dialed,
        skipped,
        errors,
        warnings);
  }

  private void header(Step first) {
    switch (first) {
      case End end ->
          errors.add(Problem.ofFile(null, null, "no_header", "The file is empty: no header."));
      case Broken broken -> broken(broken, null);
      case Cells cells -> header(cells);
    }
  }

  private void header(Cells cells) {
    String joined = String.join("", cells.values());
    if (joined.indexOf('\0') >= 0) {
      errors.add(
          Problem.ofFile(
              cells.line(),
              null,
              "nul_byte",
              "A NUL byte stands in the header. The file is no CSV, or UTF-16 without its mark."));
    } else if (joined.indexOf(Encoding.NO_TEXT) >= 0) {
      errors.add(
          Problem.ofFile(
              cells.line(),
              null,
              "invalid_encoding",
              "The header is no text in UTF-8. Export the file as CSV in UTF-8."));
    } else if (joined.length() > CsvRows.MAX_ROW_LENGTH) {
      errors.add(Problem.ofFile(cells.line(), null, "row_too_long", "The header is too long."));
    } else {
      readable = true;
      columns = Header.names(cells);
      header = Header.of(cells, errors);
    }
  }

  private void rows(CsvRows rows) throws IOException {
    RowCheck check = header.map(h -> new RowCheck(h, rules.numbers(), errors)).orElse(null);
    while (true) {
      switch (rows.next()) {
        case End end -> {
          if (total == 0) {
            errors.add(
                Problem.ofFile(null, null, "no_data_rows", "There is no row below the header."));
          }
          return;
        }
        case Broken broken -> {
          total++;
          invalid++;
          broken(broken, total);
          return;
        }
        case Cells cells -> {
          total++;
          if (total > rules.maxRows()) {
            tooMany(cells);
            return;
          }
          if (check == null) {
            invalid++;
          } else {
            row(cells, check.check(total, cells));
          }
        }
      }
    }
  }

  private void row(Cells cells, PhoneNumber number) {
    boolean dial = number != null && judge(cells, number);
    if (dial) {
      dialed++;
    } else {
      skipped.set((int) total);
    }
    if (number == null) {
      invalid++;
    }
    observer.row(total, header.orElseThrow(), cells.values(), number, dial);
  }

  private boolean judge(Cells cells, PhoneNumber number) {
    int first = firstRows.putIfAbsent(number.digits(), (int) total);
    if (rules.doubts() && first == 0 && !warnings.full() && doubts.doubts(number)) {
      warnings.add(
          problem(
              cells,
              "doubtful_number",
              "The numbering plans know no such number. It will be dialed all the same."));
    }
    if (first == 0) {
      return true;
    }
    duplicate++;
    String same = "The same number as in row " + first + ". ";
    return switch (rules.onDuplicates()) {
      case SKIP -> {
        warnings.add(problem(cells, "duplicate_number", same + "This row will not be dialed."));
        yield false;
      }
      case KEEP -> {
        warnings.add(problem(cells, "duplicate_number", same + "Both will be dialed."));
        yield true;
      }
      case REJECT -> {
        errors.add(problem(cells, "duplicate_number", same + "Remove one."));
        invalid++;
        yield false;
      }
    };
  }

  private Problem problem(Cells cells, String code, String message) {
    Header columns = header.orElseThrow();
    return new Problem(
        total,
        cells.line(),
        columns.name(columns.number()),
        code,
        message,
        columns.numberIn(cells.values()));
  }

  private void tooMany(Cells cells) {
    whole = false;
    invalid++;
    errors.add(
        new Problem(
            total,
            cells.line(),
            null,
            "too_many_rows",
            "The file has more than %,d rows, the most that this workspace may send at once. Split it."
                .formatted(rules.maxRows()),
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
          case UNCLOSED_QUOTE -> "A quote is opened here and never closed.";
          case TEXT_AFTER_QUOTE ->
              "Text stands between a closing quote and the delimiter. A quote inside quotes is"
                  + " written twice.";
          case TOO_LONG ->
              "The row has more than %,d characters.".formatted(CsvRows.MAX_ROW_LENGTH);
        };
    String column = header.map(h -> h.name(broken.cell())).orElse(null);
    errors.add(
        new Problem(
            row, broken.line(), column, code, message + " No row after it was read.", null));
  }
}
