package peal.dialer.dialing;

import java.util.Locale;

/** Why a dial was given back: the classes that are counted. */
enum NotDialedReason {
  /** dialBy had passed, or would have before the lane was free again. */
  LATE("too late to dial"),
  /** The worker's ceiling was reached. */
  FULL("worker is full"),
  /** The breaker keeps this worker off a carrier that fails. */
  BREAKER("carrier breaker open"),
  /** The carrier said no for now; its own words are reported. */
  UNAVAILABLE("carrier unavailable"),
  /** The worker was told to stop. */
  STOPPING("worker stops");

  private final String text;

  NotDialedReason(String text) {
    this.text = text;
  }

  /** For people. */
  String text() {
    return text;
  }

  /** For metrics. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
