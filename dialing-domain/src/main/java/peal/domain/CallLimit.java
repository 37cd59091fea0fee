package peal.domain;

import java.time.Duration;

/**
 * How often a number may be called in some time. Either hours or days are given: hours roll, days
 * are calendar days where the number rings, today among them.
 *
 * @param max attempts that may be made in that time, 1 to {@value #MOST}
 * @param hours length, 1 to {@value #MOST_HOURS}; null where it is in days
 * @param days length, 1 to {@value #MOST_DAYS}; null where it is in hours
 * @param counts which attempts count; null for {@link Counts#DIALED}
 * @param scope whose attempts count; null for {@link Scope#WORKSPACE}
 */
public record CallLimit(int max, Integer hours, Integer days, Counts counts, Scope scope) {
  /** The largest {@code max}. */
  public static final int MOST = 100;

  /** The longest limit, hours. */
  public static final int MOST_HOURS = 720;

  /** The longest limit, calendar days. */
  public static final int MOST_DAYS = 30;

  /** Which attempts count. */
  public enum Counts {
    /** All but those that were certainly not dialed. */
    DIALED,
    /** Those that rang: not a busy line, an invalid number, or what the carrier could not place. */
    CONNECTED
  }

  /** Whose attempts count. */
  public enum Scope {
    /** Those of every batch and single call of the workspace. */
    WORKSPACE,
    /** Those of the batch that has the limit. */
    BATCH
  }

  /** Refuses values outside the ranges above, naming the field. */
  public CallLimit {
    if (max < 1 || max > MOST) {
      throw new IllegalArgumentException("callLimits: max must be 1-" + MOST);
    }
    if ((hours == null) == (days == null)) {
      throw new IllegalArgumentException("callLimits: either hours or days must be given");
    }
    if (hours != null && (hours < 1 || hours > MOST_HOURS)) {
      throw new IllegalArgumentException("callLimits: hours must be 1-" + MOST_HOURS);
    }
    if (days != null && (days < 1 || days > MOST_DAYS)) {
      throw new IllegalArgumentException("callLimits: days must be 1-" + MOST_DAYS);
    }
    counts = counts == null ? Counts.DIALED : counts;
    scope = scope == null ? Scope.WORKSPACE : scope;
  }

  /** As people say it: {@code 3 per 24 hours}, {@code 7 per 7 days, connected}. */
  public String words() {
    String time = hours == null ? counted(days, "day") : counted(hours, "hour");
    return max
        + " per "
        + time
        + (counts == Counts.CONNECTED ? ", connected" : "")
        + (scope == Scope.BATCH ? ", of its batch" : "");
  }

  private static String counted(int number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** The longest time for which any limit asks: what is older counts nowhere. */
  public static Duration longest() {
    // A calendar day may have 25 hours, and lie 26 hours apart at both ends of the world.
    return Duration.ofDays(MOST_DAYS + 3L);
  }
}
