package peal.dialer.dialing;

import java.time.Duration;

/**
 * How much one worker takes on, and when it leaves a failing carrier alone.
 *
 * @param maxInFlight dials that may wait for their slot or for the carrier's answer at once, half
 *     of them of one lane; more are sent back; at least 1
 * @param maxBytes heap that those may take, estimated from the length of their texts, half of it of
 *     one lane; at least 1
 * @param maxPlacements dials that may wait for the carrier's answer at once; fewer while it is slow
 *     to answer; at least 1
 * @param slowAnswer a carrier that takes longer to answer has too much to do; above 0
 * @param maxInquiries lookups under way at once, and as many hang-ups; at least 1
 * @param maxPollRecords requests of one poll, and so of one commit; at least 1
 * @param drainLimit how long {@code close} waits for answers of dials in flight
 * @param answerLimit after this the carrier's answer counts as lost
 * @param spacingTolerance how late a dial may be without pushing the lane's next. Zero keeps the
 *     spacing exactly, at the price that every little pause of this process delays the lane for
 *     good; with it a lane's dials in any time W stay within {@code (W + tolerance) / spacing + 1}
 * @param breakerWindow answers that the breaker looks back on; at least 2
 * @param breakerFailurePercent it opens when at least this share of them failed; 1-100
 * @param breakerOpenFor how long it stays open before it tries again
 */
public record DialingSettings(
    int maxInFlight,
    long maxBytes,
    int maxPlacements,
    Duration slowAnswer,
    int maxInquiries,
    int maxPollRecords,
    Duration drainLimit,
    Duration answerLimit,
    Duration spacingTolerance,
    int breakerWindow,
    int breakerFailurePercent,
    Duration breakerOpenFor) {
  /** What a worker does where nothing else is set. */
  public static final DialingSettings DEFAULT =
      new DialingSettings(
          10_000,
          64L << 20,
          1_000,
          Duration.ofMillis(2_500),
          32,
          500,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(10),
          50,
          60,
          Duration.ofSeconds(5));

  /** Refuses values outside the ranges above, naming the setting. */
  public DialingSettings {
    atLeast(1, maxInFlight, "maxInFlight");
    atLeast(1, (int) Math.min(maxBytes, Integer.MAX_VALUE), "maxBytes");
    atLeast(1, maxPlacements, "maxPlacements");
    atLeast(1, maxInquiries, "maxInquiries");
    positive(slowAnswer, "slowAnswer");
    atLeast(1, maxPollRecords, "maxPollRecords");
    atLeast(2, breakerWindow, "breakerWindow");
    atLeast(1, breakerFailurePercent, "breakerFailurePercent");
    if (breakerFailurePercent > 100) {
      throw new IllegalArgumentException("breakerFailurePercent must be at most 100");
    }
    notNegative(drainLimit, "drainLimit");
    notNegative(spacingTolerance, "spacingTolerance");
    positive(answerLimit, "answerLimit");
    positive(breakerOpenFor, "breakerOpenFor");
  }

  /** The same with another ceiling. */
  public DialingSettings withMaxInFlight(int dials) {
    return new DialingSettings(
        dials,
        maxBytes,
        maxPlacements,
        slowAnswer,
        maxInquiries,
        maxPollRecords,
        drainLimit,
        answerLimit,
        spacingTolerance,
        breakerWindow,
        breakerFailurePercent,
        breakerOpenFor);
  }

  /** The same with other bounds of what one carrier is asked at once. */
  public DialingSettings withPlacements(int placements, long bytes, int inquiries) {
    return new DialingSettings(
        maxInFlight,
        bytes,
        placements,
        slowAnswer,
        inquiries,
        maxPollRecords,
        drainLimit,
        answerLimit,
        spacingTolerance,
        breakerWindow,
        breakerFailurePercent,
        breakerOpenFor);
  }

  /** The same with another limit for answers while it stops. */
  public DialingSettings withDrainLimit(Duration limit) {
    return new DialingSettings(
        maxInFlight,
        maxBytes,
        maxPlacements,
        slowAnswer,
        maxInquiries,
        maxPollRecords,
        limit,
        answerLimit,
        spacingTolerance,
        breakerWindow,
        breakerFailurePercent,
        breakerOpenFor);
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least);
    }
  }

  private static void notNegative(Duration value, String name) {
    if (value == null || value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative");
    }
  }

  private static void positive(Duration value, String name) {
    if (value == null || !value.isPositive()) {
      throw new IllegalArgumentException(name + " must be above 0");
    }
  }
}
