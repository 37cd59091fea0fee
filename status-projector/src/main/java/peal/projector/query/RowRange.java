package peal.projector.query;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import peal.projector.fold.Block;

/**
 * Rows from {@code first} to {@code last}, both included.
 *
 * @param first first row, at least 0
 * @param last last row, at least {@code first}
 */
public record RowRange(long first, long last) {
  /** Refuses empty ranges. */
  public RowRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("a range goes from a row to the same or a later one");
    }
  }

  /** The rows of block {@code index}. */
  static RowRange ofBlock(long index) {
    return new RowRange(Block.firstRow(index), Block.lastRow(index));
  }

  /** Whether {@code next} goes on where this one ends. */
  boolean touches(RowRange next) {
    return last + 1 == next.first;
  }

  /** This one and {@code next} as one. */
  RowRange upTo(RowRange next) {
    return new RowRange(first, next.last);
  }

  /** Adds {@code next} at the end of {@code ranges}, as part of the last one where it can be. */
  static void append(List<RowRange> ranges, RowRange next) {
    if (!ranges.isEmpty() && ranges.getLast().touches(next)) {
      ranges.set(ranges.size() - 1, ranges.getLast().upTo(next));
    } else {
      ranges.add(next);
    }
  }

  /** What of {@code ranges} lies behind {@code row}. */
  static List<RowRange> after(long row, List<RowRange> ranges) {
    return ranges.stream()
        .filter(range -> range.last > row)
        .map(range -> new RowRange(Math.max(range.first, row + 1), range.last))
        .toList();
  }

  /** {@code 1-1000,3001-4000}. */
  public static String format(List<RowRange> ranges) {
    return ranges.stream()
        .map(range -> range.first + "-" + range.last)
        .collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #format} wrote.
   *
   * @throws IllegalArgumentException when {@code text} is nothing of the kind
   */
  public static List<RowRange> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(part -> part.split("-", 2))
        .map(ends -> new RowRange(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])))
        .toList();
  }
}
