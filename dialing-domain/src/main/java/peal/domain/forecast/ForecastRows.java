package peal.domain.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a file that would be dialed, in its order: what of them decides when is the lane of
 * their number and where they ring. Four bytes a row. Used by one thread.
 */
public final class ForecastRows {
  /** Most rows. */
  public static final int MOST = Moment.MOST_ROWS;

  private final List<Map<String, Queue>> lanes = new ArrayList<>();
  private int size;

  /** Rows that ring in the same zones. */
  static final class Queue {
    private int[] rows = new int[4];
    private int size;

    private void add(int row) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, size * 2);
      }
      rows[size++] = row;
    }

    int get(int at) {
      return rows[at];
    }

    int size() {
      return size;
    }
  }

  /** None yet, of a workspace with {@code lanes} lanes. */
  public ForecastRows(int lanes) {
    for (int lane = 0; lane < lanes; lane++) {
      this.lanes.add(new LinkedHashMap<>());
    }
  }

  /**
   * Adds a row.
   *
   * @param lane the lane of its number
   * @param zones where it rings, as {@link peal.domain.hours.CallingHours#written} has them, empty
   *     where that is unknown; null where nobody asks
   * @throws IllegalStateException when there are {@value #MOST}
   */
  public void add(int lane, String zones) {
    if (size == MOST) {
      throw new IllegalStateException("a forecast is of at most " + MOST + " rows");
    }
    lanes.get(lane).computeIfAbsent(zones, any -> new Queue()).add(size++);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  int lanes() {
    return lanes.size();
  }

  /** The rows of a lane, by where they ring. */
  Map<String, Queue> of(int lane) {
    return lanes.get(lane);
  }
}
