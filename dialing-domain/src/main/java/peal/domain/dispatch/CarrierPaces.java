package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import peal.domain.DialingStops;

/**
 * What one tick of a lane may ask of carriers that are stopped, or whose pace grows again after it.
 * Only their batches rest; slots that they do not take are others'.
 */
record CarrierPaces(
    LaneBook book, DialingStops stops, LaneShare limits, Instant now, Timing timing) {
  /** A batch whose carrier is stopped is looked at so often, should it be resumed. */
  private static final Duration STOPPED_REST = Duration.ofSeconds(1);

  /**
   * Until when batches of {@code carrier} rest, where they must not have the slot at {@code
   * slotMicros}.
   */
  Optional<Instant> restOf(String carrier, long slotMicros) {
    double pace = paceOf(carrier);
    if (pace == 1) {
      return Optional.empty();
    }
    if (pace == 0) {
      return Optional.of(now.plus(STOPPED_REST));
    }
    long from = book.lastSlotOf(carrier) + limits.at(pace).slotDistanceMicros();
    return slotMicros >= from
        ? Optional.empty()
        : Optional.of(soon(LaneTick.instant(from).minus(timing.lead())));
  }

  /** The pace grows meanwhile, and the slot before may lie far ahead after a far lower limit. */
  private Instant soon(Instant at) {
    Instant latest = now.plus(STOPPED_REST);
    return at.isAfter(latest) ? latest : at;
  }

  /** {@code carrier} was given the slot at {@code slotMicros}. */
  void given(String carrier, long slotMicros) {
    if (paceOf(carrier) < 1) {
      book.slotGiven(carrier, slotMicros);
    }
  }

  private double paceOf(String carrier) {
    return stops.paceOf(carrier, now, timing.slowStart());
  }
}
