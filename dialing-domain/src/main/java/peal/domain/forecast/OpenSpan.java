package peal.domain.forecast;

import java.time.Instant;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;

/**
 * The span of open hours of some zones in which a clock stands that goes on. Used by one thread.
 */
final class OpenSpan {
  private final CallingHours hours;
  private final String zones;
  private final Instant first;
  private Instant from;
  private Instant to;

  /**
   * The first span that is not over at {@code begin}.
   *
   * @param hours null for at any time
   */
  OpenSpan(CallingHours hours, String zones, Instant begin) {
    this.hours = hours;
    this.zones = zones;
    if (hours == null) {
      this.from = begin;
      this.to = Instant.MAX;
    } else {
      begin(begin);
    }
    this.first = from;
  }

  /** When it was open first. */
  Instant first() {
    return first;
  }

  /** When it is open first at or after {@code at}; {@code at} itself where it never is. */
  Instant firstFrom(Instant at) {
    return hours != null && hours.judge(zones, at) instanceof Verdict.WaitUntil wait
        ? wait.at()
        : at;
  }

  private void begin(Instant at) {
    Verdict now = hours.judge(zones, at);
    from = now instanceof Verdict.WaitUntil wait ? wait.at() : at;
    Verdict then = hours.judge(zones, from);
    // Who is refused is dialed at no time.
    to = then instanceof Verdict.Go go ? go.closesAt() : Instant.MAX;
  }

  /** Since when it is open at {@code slot}, or the beginning where it was open then. */
  Instant openSince(Instant slot) {
    while (!slot.isBefore(to)) {
      // Hours that go on are told of two days at a time.
      if (hours.judge(zones, to) instanceof Verdict.Go goesOn) {
        to = goesOn.closesAt();
      } else {
        begin(to);
      }
    }
    return from;
  }
}
