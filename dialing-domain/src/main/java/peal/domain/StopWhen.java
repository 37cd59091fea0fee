package peal.domain;

/**
 * When a batch pauses itself: as soon as too many of the attempts that ended lately have failed
 * ({@link Outcome#fails}).
 *
 * @param failureRate share of failed attempts at which it does, {@value #LEAST_RATE} to 1
 * @param windowSeconds for so long an attempt counts after its end, {@value #SHORTEST} to {@value
 *     #LONGEST} s
 * @param minCalls of fewer attempts nothing is concluded, {@value #FEWEST} to {@value #MOST}
 */
public record StopWhen(double failureRate, int windowSeconds, int minCalls) {
  /** The lowest {@code failureRate}. */
  public static final double LEAST_RATE = 0.05;

  /** The shortest window, s. */
  public static final int SHORTEST = 30;

  /** The window of which nobody said anything, s. */
  public static final int USUAL_WINDOW = 120;

  /** The longest window, s. */
  public static final int LONGEST = 600;

  /** The lowest {@code minCalls}. */
  public static final int FEWEST = 5;

  /** The highest {@code minCalls}. */
  public static final int MOST = 1_000;

  /** A lane that has a share of a batch concludes nothing of fewer attempts, unless told to. */
  private static final int ENOUGH = 20;

  /** Twelve attempts of a hundred are 0.12, whatever a double makes of it. */
  private static final double ROUNDING = 1e-9;

  /** Refuses values outside the ranges above, naming the field. */
  public StopWhen {
    if (!(failureRate >= LEAST_RATE && failureRate <= 1)) {
      throw new IllegalArgumentException("stopWhen: failureRate must be " + LEAST_RATE + "-1");
    }
    if (windowSeconds < SHORTEST || windowSeconds > LONGEST) {
      throw new IllegalArgumentException(
          "stopWhen: windowSeconds must be " + SHORTEST + "-" + LONGEST);
    }
    if (minCalls < FEWEST || minCalls > MOST) {
      throw new IllegalArgumentException("stopWhen: minCalls must be " + FEWEST + "-" + MOST);
    }
  }

  /**
   * Of how many attempts one of {@code lanes} lanes concludes something: its share of {@code
   * minCalls}, but no fewer than {@value #ENOUGH}, or {@code minCalls} where that is less.
   */
  public int callsNeeded(int lanes) {
    return Math.max(Math.min(minCalls, ENOUGH), Math.ceilDiv(minCalls, lanes));
  }

  /**
   * Whether {@code failed} attempts of {@code ended} are too many for one of {@code lanes} lanes.
   */
  public boolean trips(int failed, int ended, int lanes) {
    return ended >= callsNeeded(lanes) && failed + ROUNDING >= failureRate * ended;
  }
}
