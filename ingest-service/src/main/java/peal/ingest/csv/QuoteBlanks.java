package peal.ingest.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Takes out blanks that stand between a delimiter and an opening quote, as in {@code a, "b, c"}:
 * they belong to the delimiter. Else the quote would count as a character of the cell, and its
 * delimiters would cut it. All other blanks are the cells' own.
 */
final class QuoteBlanks extends FilterReader {
  /** More blanks in a row are taken for a cell's own. */
  private static final int MOST = 64;

  private enum At {
    CELL_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private final char delimiter;
  private final char[] block = new char[4_096];
  private final char[] blanks = new char[MOST];
  private char[] out = new char[4_096 + MOST];
  private int given;
  private int ready;
  private int held;
  private boolean ended;
  private At at = At.CELL_START;

  QuoteBlanks(Reader in, char delimiter) {
    super(in);
    this.delimiter = delimiter;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    while (given == ready) {
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(length, ready - given);
    System.arraycopy(out, given, target, offset, count);
    given += count;
    return count;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  private void next() throws IOException {
    given = 0;
    ready = 0;
    int count = in.read(block, 0, block.length);
    if (count < 0) {
      ended = true;
      release();
      return;
    }
    for (int i = 0; i < count; i++) {
      take(block[i]);
    }
  }

  private void take(char c) {
    if (at == At.CELL_START && c != delimiter && blank(c) && held < MOST) {
      blanks[held++] = c;
      return;
    }
    if (at == At.CELL_START && c == '"') {
      held = 0;
    } else {
      release();
    }
    out[ready++] = c;
    at = after(c);
  }

  private At after(char c) {
    if (at == At.QUOTED) {
      return c == '"' ? At.QUOTE_IN_QUOTED : At.QUOTED;
    }
    if (c == '"' && at != At.UNQUOTED) {
      return At.QUOTED;
    }
    return c == delimiter || c == '\n' || c == '\r' ? At.CELL_START : At.UNQUOTED;
  }

  private void release() {
    System.arraycopy(blanks, 0, out, ready, held);
    ready += held;
    held = 0;
  }

  private static boolean blank(char c) {
    return c == '\t' || Character.isSpaceChar(c) && c != '\u2028' && c != '\u2029';
  }
}
