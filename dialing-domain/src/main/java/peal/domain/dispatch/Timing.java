package peal.domain.dispatch;

import java.time.Duration;

/**
 * The times that dispatch works with.
 *
 * @param lead how far ahead of now the next free slot lies, so that a request reaches a worker
 *     before its slot; above 0
 * @param window how far beyond the lead slots may be given away. While a lane has work, requests
 *     are this much further ahead of their slots, and a pause that is no longer loses none
 * @param life {@code dialBy - slotAt}; above 0, at most 2 s (promise 3)
 * @param slack after {@code dialBy} without a word, before the carrier is asked
 * @param silence without a word of a placed call, before the carrier is asked
 * @param askAgain first wait after an ask that nobody answered; doubles up to {@code silence}, or
 *     to 12 s where the carrier may never have seen the attempt
 * @param orphaned how long rows without a batch are kept
 * @param slowStart after dialing was stopped and resumed, until its whole pace is reached; 0 for at
 *     once
 */
public record Timing(
    Duration lead,
    Duration window,
    Duration life,
    Duration slack,
    Duration silence,
    Duration askAgain,
    Duration orphaned,
    Duration slowStart) {
  /**
   * Lead 150 ms, window 350 ms, life 1.5 s, slack 2 s, silence 60 s, askAgain 3 s, orphaned 1 h,
   * slowStart 60 s.
   */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofMillis(150),
          Duration.ofMillis(350),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3),
          Duration.ofHours(1),
          Duration.ofSeconds(60));

  private static final Duration UNPLACED = Duration.ofSeconds(12);

  /** Refuses a life outside (0, 2 s], for promise 3 rests on it. */
  public Timing {
    if (life.isNegative() || life.isZero() || life.compareTo(Duration.ofSeconds(2)) > 0) {
      throw new IllegalArgumentException("life must be above 0 and at most 2 s");
    }
    if (lead.isNegative() || window.isNegative() || slack.isNegative() || slowStart.isNegative()) {
      throw new IllegalArgumentException("lead, window, slack and slowStart must not be negative");
    }
    if (silence.compareTo(Duration.ofSeconds(1)) < 0 || askAgain.compareTo(silence) > 0) {
      throw new IllegalArgumentException("silence must be at least 1 s and askAgain no longer");
    }
  }

  /** Dials that leave for the carrier so soon after their slot show that workers keep up. */
  Duration inTime() {
    return life.dividedBy(6);
  }

  /** Dials that leave so long after their slot show that workers fall behind. */
  Duration late() {
    return life.dividedBy(3);
  }

  /** The wait after ask number {@code asks} (from 1) about a call that the carrier has. */
  Duration afterAsk(int asks) {
    return doubled(asks, silence);
  }

  /**
   * The same for an attempt that the carrier may never have seen. These are few, and each keeps
   * another from being requested, so they are asked for more often.
   */
  Duration afterAskUnplaced(int asks) {
    return doubled(asks, silence.compareTo(UNPLACED) < 0 ? silence : UNPLACED);
  }

  private Duration doubled(int asks, Duration most) {
    Duration wait = askAgain.multipliedBy(1L << Math.min(asks - 1, 10));
    return wait.compareTo(most) > 0 ? most : wait;
  }
}
