package peal.ingest.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import peal.ingest.csv.Step.Broken;
import peal.ingest.csv.Step.Flaw;

/**
 * Finds the quote that spoils a row. The parser says that a row is broken, but not in which cell;
 * this looks at that one row again.
 */
final class QuoteScan {
  private static final int END = -1;

  private final Reader in;
  private final char delimiter;
  private long line = 1;
  private int next;

  private QuoteScan(Reader in, char delimiter) throws IOException {
    this.in = in;
    this.delimiter = delimiter;
    this.next = in.read();
  }

  /** What is wrong with the quotes of the row that starts in {@code startLine}, if anything. */
  static Optional<Broken> of(CsvText text, long startLine, Delimiter delimiter) throws IOException {
    try (Reader in = new BufferedReader(CsvRows.reader(text, delimiter))) {
      QuoteScan scan = new QuoteScan(in, delimiter.character());
      while (scan.line < startLine && scan.next != END) {
        scan.advance();
      }
      return scan.row();
    }
  }

  private Optional<Broken> row() throws IOException {
    for (int cell = 0; ; cell++) {
      if (next == '"') {
        long opened = line;
        if (!closes()) {
          return Optional.of(new Broken(Flaw.UNCLOSED_QUOTE, opened, cell));
        }
        while (next != END && !endsCell() && Character.isWhitespace((char) next)) {
          advance();
        }
        if (!endsCell()) {
          return Optional.of(new Broken(Flaw.TEXT_AFTER_QUOTE, line, cell));
        }
      }
      while (!endsCell()) {
        advance();
      }
      if (next != delimiter) {
        return Optional.empty();
      }
      advance();
    }
  }

  /** From an opening quote to behind the closing one; a doubled quote is a character. */
  private boolean closes() throws IOException {
    advance();
    while (next != END) {
      boolean quote = next == '"';
      advance();
      if (quote && next != '"') {
        return true;
      }
      if (quote) {
        advance();
      }
    }
    return false;
  }

  private boolean endsCell() {
    return next == END || next == delimiter || next == '\n' || next == '\r';
  }

  private void advance() throws IOException {
    int last = next;
    next = in.read();
    if (last == '\n' || last == '\r' && next != '\n') {
      line++;
    }
  }
}
