package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import peal.domain.PhoneNumber;

/**
 * A caller that its carrier does not let in: the account is unknown there, or the number may not be
 * shown. It is left alone for longer each time, and then tried with one call. When it was kept out
 * so often that waiting will not help, its calls end, each after the carrier was asked once more.
 *
 * @param carrier which carrier; null for the workers' default
 * @param from the number that is shown; null for none
 * @param until nothing is requested for it before this
 * @param times how often it was kept out, rests between
 * @param tried whether one call is on its way to find out
 */
public record DeniedCaller(
    String carrier, PhoneNumber from, Instant until, int times, boolean tried) {
  /** About a quarter of an hour, as rests grow from three seconds to a minute. */
  static final int MOST_TIMES = 18;

  static DeniedCaller letInUntilNow(String carrier, PhoneNumber from) {
    return new DeniedCaller(carrier, from, Instant.EPOCH, 0, false);
  }

  boolean is(String otherCarrier, PhoneNumber otherFrom) {
    return Objects.equals(carrier, otherCarrier) && Objects.equals(from, otherFrom);
  }

  /** Whether waiting any longer will not help. */
  boolean forGood() {
    return times >= MOST_TIMES;
  }

  /** With one call on its way, of which more is known by {@code known}. */
  DeniedCaller tried(Instant known) {
    return new DeniedCaller(carrier, from, known, times, true);
  }

  /** The same with another end of its rest. */
  DeniedCaller restsUntil(Instant end) {
    return new DeniedCaller(carrier, from, end, times, tried);
  }

  /**
   * After it was kept out at {@code now}. What comes back while it rests was requested before, and
   * counts no more.
   */
  DeniedCaller again(Instant now, Timing timing) {
    if (forGood() || (!tried && now.isBefore(until))) {
      return this;
    }
    Duration rest = times + 1 >= MOST_TIMES ? Duration.ZERO : timing.afterAsk(times + 1);
    return new DeniedCaller(carrier, from, now.plus(rest), times + 1, false);
  }
}
