package peal.domain;

import java.util.Locale;

/** How an attempt ended. */
public enum Outcome {
  /** A person answered and the call was held. */
  ANSWERED(true, null),
  /** A machine answered. */
  VOICEMAIL(true, null),
  /** The line was engaged. */
  BUSY(false, "Number busy"),
  /** It rang until the carrier gave up. */
  NO_ANSWER(false, "No answer"),
  /** The person or the network declined. */
  REJECTED(false, "Call rejected"),
  /** No such number. */
  INVALID_NUMBER(false, "Invalid number"),
  /** The carrier could not place or hold the call. */
  CARRIER_ERROR(false, "Carrier error"),
  /** Nobody can tell; never dialed again, so that nobody is rung twice. */
  UNKNOWN(false, "Outcome unknown");

  private final boolean completes;
  private final String error;

  Outcome(boolean completes, String error) {
    this.completes = completes;
    this.error = error;
  }

  /** The API's word; {@code successful} is the documents' for an answered call. */
  public String word() {
    return this == ANSWERED ? "successful" : name().toLowerCase(Locale.ROOT);
  }

  /** Whether a call that ends like this counts as completed rather than failed. */
  public boolean completes() {
    return completes;
  }

  /**
   * The API's text for a failed call after {@code attempts} dials; null when the call completed.
   */
  public String error(int attempts) {
    if (error == null || attempts < 2) {
      return error;
    }
    return error + " - unable to connect after " + attempts + " attempts";
  }
}
