package peal.domain;

/**
 * How many pieces of work may be under way at once, learned from how they end, as TCP learns how
 * much a network carries (RFC 5681): the window grows while work is done in time and shrinks when
 * it is late or lost.
 *
 * <p>Each round that is done in time doubles it until the first sign of congestion. After that it
 * grows by half as long as it is below a size that is safe whatever happens, by a tenth near the
 * size at which congestion was seen last, and by a quarter well beyond that, for the congestion is
 * then over. So a few bad moments do not cost minutes where a round takes seconds.
 *
 * <p>Times are of any one clock and unit of the caller's.
 *
 * @param least the window never shrinks below this; at least 1
 * @param safe below this it does little harm to ask for too much; at least {@code least}
 * @param size how many may be under way; fractions add up
 * @param congestedAt how many were under way when it shrank last; 0 before
 * @param learnedAt work begun up to this time says nothing new: it was under way when the window
 *     shrank last
 */
public record CongestionWindow(
    int least, int safe, double size, double congestedAt, long learnedAt) {
  private static final double AFTER_LATE = 0.8;
  private static final double AFTER_LOST = 0.5;
  private static final double CAREFUL = 0.1;
  private static final double QUICK = 0.5;
  private static final double BRISK = 0.25;
  private static final double BEYOND = 1.2;

  /** Refuses a least size below 1 and others below it. */
  public CongestionWindow {
    if (least < 1 || safe < least || size < least) {
      throw new IllegalArgumentException("least must be at least 1, safe and size at least least");
    }
  }

  /** A window of {@code first} that never shrinks below {@code least}. */
  public static CongestionWindow of(int least, int safe, int first) {
    return new CongestionWindow(least, safe, first, 0, Long.MIN_VALUE);
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
        : new CongestionWindow(least, safe, size + growth(), congestedAt, learnedAt);
  }

  private double growth() {
    if (congestedAt == 0) {
      return 1;
    }
    if (size < safe) {
      return QUICK;
    }
    return size > BEYOND * congestedAt ? BRISK : CAREFUL;
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
    if (begun <= learnedAt) {
      return this;
    }
    double busy = Math.max(1, Math.min(size, used));
    return new CongestionWindow(least, safe, Math.max(least, to * busy), busy, now);
  }
}
