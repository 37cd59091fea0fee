package peal.dialer.dialing;

import java.util.Locale;
import peal.domain.event.CallEvent.NotDialed;

/** Why a dial was given back: the classes that are counted. */
enum NotDialedReason {
  /** dialBy had passed, or would have before the lane was free again. */
  LATE("too late to dial", NotDialed.Cause.LATE),
  /** Its slot lies so far ahead that the clock by which it was planned must be another one. */
  EARLY("slot too far ahead: the clocks disagree", null),
  /** The worker's ceiling was reached, or the half of it that one lane may have. */
  FULL("worker is full", NotDialed.Cause.FULL),
  /** The breaker keeps this worker off a carrier that fails. */
  BREAKER("carrier breaker open", NotDialed.Cause.BREAKER),
  /** The carrier is out of order; its own words are reported. */
  UNAVAILABLE("carrier unavailable", NotDialed.Cause.UNAVAILABLE),
  /** The carrier does not let this caller in; its own words are reported. */
  DENIED("carrier does not let this caller in", NotDialed.Cause.DENIED),
  /** The carrier wants fewer calls; its own words are reported. */
  SLOW_DOWN("carrier wants fewer calls", NotDialed.Cause.SLOW_DOWN),
  /** The worker was told to stop. */
  STOPPING("worker stops", NotDialed.Cause.STOPPING),
  /** Dialing is stopped for everybody, the carrier or the workspace. */
  DIALING_STOPPED("dialing is stopped", NotDialed.Cause.DIALING_STOPPED);

  private final String text;
  private final NotDialed.Cause cause;

  NotDialedReason(String text, NotDialed.Cause cause) {
    this.text = text;
    this.cause = cause;
  }

  /** For people. */
  String text() {
    return text;
  }

  /** For the rules of dispatch; null for one that they have no rule for. */
  NotDialed.Cause cause() {
    return cause;
  }

  /** For metrics. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
