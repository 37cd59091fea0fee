package peal.standalone.bench;

import java.time.Duration;
import java.util.List;

/**
 * What is asked, of which carrier, and for how long.
 *
 * @param rates calls a second to ask for, each at least 1
 * @param answers how long the carrier takes to answer each order, below the dialer's patience of 5
 *     s
 * @param warmUp how long it rings before it is measured; with a carrier that takes two seconds a
 *     dialer learns in ten how much that can do
 * @param measured how long it is measured
 * @param leastShare the share of the best that must be achieved at every rate, 0-1
 */
public record OverloadPlan(
    List<Integer> rates,
    List<Duration> answers,
    Duration warmUp,
    Duration measured,
    double leastShare) {
  /**
   * Every order of magnitude that a limit may have, with a carrier that is quick and one that is
   * not.
   */
  public static final OverloadPlan LONG =
      new OverloadPlan(
          List.of(50, 150, 400, 1_000, 4_000, 10_000),
          List.of(Duration.ZERO, Duration.ofSeconds(2)),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          0.9);

  /**
   * About what a small machine can do, and far more, in some three minutes. Seconds on a busy
   * machine differ by a quarter, so it only tells a collapse: those that were seen left less than
   * half.
   */
  public static final OverloadPlan SHORT =
      new OverloadPlan(
          List.of(1_000, 10_000),
          LONG.answers(),
          Duration.ofSeconds(11),
          Duration.ofSeconds(6),
          0.65);

  /** More than a small machine dials of one file. */
  private static final int ROWS_A_SECOND = 2_500;

  /** Beyond the load's end, so that the file does not run out before. */
  private static final int SPARE_SECONDS = 3;

  /** Copies the lists. */
  public OverloadPlan {
    rates = List.copyOf(rates);
    answers = List.copyOf(answers);
  }

  /** Rows of the file, at every rate as many: dispatch reads them while it dials. */
  long rows() {
    return ROWS_A_SECOND * (warmUp.plus(measured).toSeconds() + SPARE_SECONDS);
  }
}
