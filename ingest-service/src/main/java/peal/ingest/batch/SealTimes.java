package peal.ingest.batch;

import java.time.Duration;
import java.time.Instant;

/**
 * When a batch must be sealed.
 *
 * @param within from its announcement until dispatch drops it
 * @param margin kept between the last moment for a seal and that: clocks differ, and a seal must be
 *     read in time
 */
public record SealTimes(Duration within, Duration margin) {
  private static final Duration MOST_MARGIN = Duration.ofMinutes(1);

  /** A quarter of an hour, and a minute of margin. */
  public static final SealTimes DEFAULT = within(Duration.ofMinutes(15));

  /** {@code within}, and a fifth of it as margin, a minute at most. */
  public static SealTimes within(Duration within) {
    Duration fifth = within.dividedBy(5);
    return new SealTimes(within, fifth.compareTo(MOST_MARGIN) < 0 ? fifth : MOST_MARGIN);
  }

  /** When a batch that is announced {@code at} is dropped. */
  Instant sealBy(Instant at) {
    return at.plus(within);
  }

  /** When it must not be sealed any more. */
  Instant latestSeal(Instant at) {
    return sealBy(at).minus(margin);
  }
}
