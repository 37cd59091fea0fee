package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import peal.domain.DialRequest;

/**
 * When one attempt may be dialed. Fixed on arrival in monotonic terms, so that a wall clock that is
 * set back later cannot reopen it.
 *
 * @param slotNanos not before this, monotonic ns
 * @param deadlineNanos not after this, monotonic ns
 * @param dialBy not after this by the wall clock either
 */
record Window(long slotNanos, long deadlineNanos, Instant dialBy) {

  /** The window of {@code dial}, which arrived at {@code arrival}. */
  static Window of(DialRequest dial, Moment arrival) {
    return new Window(
        arrival.nanos() + Duration.between(arrival.wall(), dial.slotAt()).toNanos(),
        arrival.nanos() + Duration.between(arrival.wall(), dial.dialBy()).toNanos(),
        dial.dialBy());
  }

  /** Whether either clock says that it is too late. */
  boolean passed(Moment now) {
    return now.nanos() > deadlineNanos || now.wall().isAfter(dialBy);
  }
}
