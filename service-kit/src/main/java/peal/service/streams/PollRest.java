package peal.service.streams;

import java.time.Duration;

/**
 * How long a poll for records waits. Streams looks at its clocks between two polls, so it asks for
 * short ones, and an application without work wakes fifty times a second for nothing. After a while
 * without a record and without a tick, in which all that was done is committed, a poll lasts until
 * the next tick. Used by one thread.
 */
final class PollRest {
  /** What an orderly stop, or the end of a restore, may have to wait for. */
  static final long LONGEST_MILLIS = 200;

  private static final long LEAST_QUIET_MILLIS = 1_000;

  private final long quietMillis;
  private final PlannedTicks ticks;
  private long recordsAt;

  /**
   * For an application that commits each {@code commitMillis}.
   *
   * @param now when it starts, which is work
   */
  PollRest(long commitMillis, PlannedTicks ticks, long now) {
    this.recordsAt = now;
    this.quietMillis = Math.max(LEAST_QUIET_MILLIS, 2 * commitMillis);
    this.ticks = ticks;
  }

  /** How long to wait at {@code now} where Streams says {@code asked}; never less than that. */
  Duration patience(Duration asked, long now) {
    if (asked.isZero() || now - Math.max(recordsAt, ticks.last()) < quietMillis) {
      return asked;
    }
    long rest = Math.min(LONGEST_MILLIS, ticks.next().orElse(Long.MAX_VALUE) - now);
    return rest > asked.toMillis() ? Duration.ofMillis(rest) : asked;
  }

  /** What a poll had brought was worked off at {@code now}. */
  void records(long now) {
    recordsAt = now;
  }
}
