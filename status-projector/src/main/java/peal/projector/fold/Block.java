package peal.projector.fold;

import peal.domain.CallStatus;

/**
 * A thousand rows of a batch in one lane, counted, so that a page can be found without reading what
 * lies before it. Only calls whose row has been read are counted.
 *
 * @param rows rows read
 * @param lastRow the highest of them, -1 before the first; rows come in file order, so one at or
 *     below it is a repeat
 * @param early the highest row that was reported on before it was read, -1 for none; above it a row
 *     needs no look at the calls
 * @param tally those of {@code rows} that are not waiting
 */
public record Block(int rows, long lastRow, long early, Tally tally) {
  /** Rows in a block. */
  public static final int SIZE = 1_000;

  /** A block of which nothing has been read. */
  public static final Block EMPTY = new Block(0, -1, -1, Tally.NONE);

  /** The block in which {@code row} lies; a call in no batch has row 0 and lies in block 0. */
  public static long of(long row) {
    return Math.max(0, row - 1) / SIZE;
  }

  /** The first row of block {@code index}; 0 for block 0. */
  public static long firstRow(long index) {
    return index == 0 ? 0 : index * SIZE + 1;
  }

  /** The last row of block {@code index}. */
  public static long lastRow(long index) {
    return (index + 1) * SIZE;
  }

  /** Its rows by status; {@code over} as in {@link Tally#of}. */
  public Counts counts(boolean over) {
    return tally.of(rows, over);
  }

  Block read(long row, CallStatus status) {
    return new Block(rows + 1, row, early, tally.moved(CallStatus.WAITING, status));
  }

  Block moved(CallStatus from, CallStatus to) {
    return from == to ? this : new Block(rows, lastRow, early, tally.moved(from, to));
  }

  Block early(long row) {
    return row <= early ? this : new Block(rows, lastRow, row, tally);
  }
}
