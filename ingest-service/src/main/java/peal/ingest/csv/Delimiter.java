package peal.ingest.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.ingest.csv.Step.Cells;

/**
 * What separates a file's cells.
 *
 * @param character the delimiter
 * @param declared whether the file's first line is Excel's {@code sep=;}, which is no row
 */
record Delimiter(char character, boolean declared) {
  private static final char[] KNOWN = {',', ';', '\t', '|'};
  private static final Pattern DECLARATION =
      Pattern.compile("(?i)\"?sep=([^\\p{Alnum}\"\\r\\n ])\"?(?:[\\r\\n].*)?", Pattern.DOTALL);
  private static final int LONGEST_DECLARATION = 8;

  Delimiter(char character) {
    this(character, false);
  }

  /**
   * The delimiter that the first line declares; else the one with which the header names the column
   * with the numbers; else the one that yields most cells; else a comma.
   */
  static Delimiter of(CsvText text, ColumnChoice columns) throws IOException {
    Optional<Delimiter> declared = declaredBy(text);
    return declared.isPresent() ? declared.get() : new Delimiter(found(text, columns));
  }

  private static char found(CsvText text, ColumnChoice columns) throws IOException {
    char best = KNOWN[0];
    int most = 1;
    for (char candidate : KNOWN) {
      try (CsvRows rows = new CsvRows(text, new Delimiter(candidate))) {
        if (rows.next() instanceof Cells header) {
          if (columns.findsNumbers(header.values())) {
            return candidate;
          }
          if (header.values().size() > most) {
            most = header.values().size();
            best = candidate;
          }
        }
      }
    }
    return best;
  }

  private static Optional<Delimiter> declaredBy(CsvText text) throws IOException {
    char[] start = new char[LONGEST_DECLARATION];
    int count = 0;
    try (Reader in = text.reader()) {
      for (int read; count < start.length; count += read) {
        read = in.read(start, count, start.length - count);
        if (read < 0) {
          break;
        }
      }
    }
    Matcher line = DECLARATION.matcher(new String(start, 0, count));
    return line.matches()
        ? Optional.of(new Delimiter(line.group(1).charAt(0), true))
        : Optional.empty();
  }
}
