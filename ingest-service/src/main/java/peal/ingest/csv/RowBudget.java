package peal.ingest.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Stops reading in the middle of a row that has no end, so that one quote that is never closed
 * cannot pull a whole file into memory.
 */
final class RowBudget extends FilterReader {
  private final int limit;
  private long read;
  private long readWhenRowStarted;

  RowBudget(Reader in, int limit) {
    super(in);
    this.limit = limit;
  }

  /** A row begins, at or before the last character that was handed out. */
  void rowStarts() {
    readWhenRowStarted = read;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (read - readWhenRowStarted > limit) {
      throw new Exceeded();
    }
    int count = super.read(target, offset, length);
    read += Math.max(0, count);
    return count;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  /** The row is longer than the budget. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
