package peal.domain;

/**
 * How many pieces of work may be under way at once, learned from how they end, as TCP learns how
 * much a network carries (RFC 5681): the window grows while work is done in time, doubling each
 * round until the first sign of congestion and by a tenth afterwards, and shrinks when work is late
 * or lost. Times are of any one clock and unit of the caller's.
 *
 * @param least the window never shrinks below this; at least 1
 * @param size how many may be under way; fractions add up
 * @param doubling whether no congestion was seen yet
 * @param learnedAt work begun up to this time says nothing new: it was under way when the window
 *     shrank last
 */
public record CongestionWindow(int least, double size, boolean doubling, long learnedAt) {
  private static final double AFTER_LATE = 0.8;
  private static final double AFTER_LOST = 0.5;
  private static final double GROWTH = 0.1;

  /** Refuses a least size below 1 and a size below it. */
  public CongestionWindow {
    if (least < 1 || size < least) {
      throw new IllegalArgumentException("least must be at least 1, and size at least least");
    }
  }

  /** A window of {@code first} that never shrinks below {@code least}. */
  public static CongestionWindow of(int least, int first) {
    return new CongestionWindow(least, first, true, Long.MIN_VALUE);
  }

  /** How many may be under way. */
  public int places() {
    return (int) size;
  }

  /**
   * A piece was done in time. A window that is not half used has proved nothing and stays.
   *
   * @param used how many were under way
   */
  public CongestionWindow inTime(int used) {
    return 2 * used < places()
        ? this
        : new CongestionWindow(least, size + (doubling ? 1 : GROWTH), doubling, learnedAt);
  }

  /**
   * A piece was done, but late.
   *
   * @param begun when it was begun
   * @param now when the newest that is under way was begun
   * @param used how many are under way
   */
  public CongestionWindow late(long begun, long now, int used) {
    return shrunk(AFTER_LATE, begun, now, used);
  }

  /** A piece was not done, because it would have been too late; parameters as of {@link #late}. */
  public CongestionWindow lost(long begun, long now, int used) {
    return shrunk(AFTER_LOST, begun, now, used);
  }

  private CongestionWindow shrunk(double to, long begun, long now, int used) {
    return begun <= learnedAt
        ? this
        : new CongestionWindow(least, Math.max(least, to * Math.min(size, used)), false, now);
  }
}
