package peal.domain.hours;

import java.time.Duration;
import java.time.Instant;

/** What a rule says of a dial at a slot. */
public sealed interface Verdict {
  /**
   * It may be dialed.
   *
   * @param closesAt it must have been dialed before this
   */
  record Go(Instant closesAt) implements Verdict {
    /** With less left than this it is too late to hand out a dial. */
    static final Duration LEAST_LEFT = Duration.ofMillis(200);

    /** Whether a dial at {@code slotAt} can be made before it closes. */
    public boolean isInTime(Instant slotAt) {
      return !closesAt.isBefore(slotAt.plus(LEAST_LEFT));
    }
  }

  /**
   * Not yet.
   *
   * @param at the first instant at which the rule lets it be dialed
   */
  record WaitUntil(Instant at) implements Verdict {}

  /**
   * It is never dialed.
   *
   * @param why the code that the API shows
   */
  record Refuse(String why) implements Verdict {}
}
