package peal.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the rows of a batch reach that is kept open: of its start, and of each time since that
 * rows were added to it or it was closed. Each says all that was said before, so the newest is
 * enough.
 *
 * @param number counts them from 0, the start
 * @param firstRow number of the first row that came this time; where none came, the next one's
 * @param lastRow the highest row number so far, of rows that are not dialed too
 * @param laneTotals rows of the whole batch that will be dialed, by the index of their lane
 * @param closed whether no more can come
 * @param rowBytes what all of its rows take as they are kept, bytes; said in one lane, null in the
 *     others
 */
public record BatchExtent(
    int number, long firstRow, long lastRow, List<Long> laneTotals, boolean closed, Long rowBytes) {
  /** Rows that are added at once at most: they are written in one transaction. */
  public static final int MOST_ADDED = 10_000;

  /** Refuses negative counts, and a batch without a lane. */
  public BatchExtent {
    laneTotals = List.copyOf(laneTotals);
    if (number < 0 || firstRow < 1 || lastRow < firstRow - 1) {
      throw new IllegalArgumentException("number >= 0, firstRow >= 1, lastRow >= firstRow - 1");
    }
    if (laneTotals.isEmpty() || laneTotals.stream().anyMatch(rows -> rows < 0)) {
      throw new IllegalArgumentException("laneTotals must have a count for each lane");
    }
    if (rowBytes != null && rowBytes < 0) {
      throw new IllegalArgumentException("rowBytes must not be negative");
    }
  }

  /** Rows of the whole batch that will be dialed. */
  public long total() {
    return laneTotals.stream().mapToLong(Long::longValue).sum();
  }

  /** Those of them in the lane of {@code index}; 0 where the batch has no such lane. */
  public long laneTotal(int index) {
    return index < laneTotals.size() ? laneTotals.get(index) : 0;
  }

  /**
   * The next one, with {@code rows} more.
   *
   * @param rows how many came, also such as are not dialed
   * @param dialed those that are, by the index of their lane
   * @param bytes what those take
   */
  public BatchExtent plus(long rows, long[] dialed, long bytes) {
    List<Long> totals = new ArrayList<>();
    for (int lane = 0; lane < dialed.length; lane++) {
      totals.add(laneTotal(lane) + dialed[lane]);
    }
    long all = (rowBytes == null ? 0 : rowBytes) + bytes;
    return new BatchExtent(number + 1, lastRow + 1, lastRow + rows, totals, false, all);
  }

  /** The next one, after which none can come. */
  public BatchExtent close() {
    return new BatchExtent(number + 1, lastRow + 1, lastRow, laneTotals, true, rowBytes);
  }

  /** As it is said in the lane of {@code index}. */
  public BatchExtent in(int index) {
    return index == 0 ? this : new BatchExtent(number, firstRow, lastRow, laneTotals, closed, null);
  }
}
