package peal.domain;

import java.util.Locale;

/** How an attempt ended. */
public enum Outcome {
  /** A person answered and the call was held. */
  ANSWERED(true, false, null),
  /** A machine answered. */
  VOICEMAIL(true, false, null),
  /** The line was engaged. */
  BUSY(false, false, "Number busy"),
  /** It rang until the carrier gave up. */
  NO_ANSWER(false, false, "No answer"),
  /** The person or the network declined. */
  REJECTED(false, true, "Call rejected"),
  /** No such number. */
  INVALID_NUMBER(false, true, "Invalid number"),
  /** The carrier could not place or hold the call. */
  CARRIER_ERROR(false, true, "Carrier error"),
  /** Nobody can tell; never dialed again, so that nobody is rung twice. */
  UNKNOWN(false, true, "Outcome unknown");

  private final boolean completes;
  private final boolean fails;
  private final String error;

  Outcome(boolean completes, boolean fails, String error) {
    this.completes = completes;
    this.fails = fails;
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
   * Whether it says that something may be wrong with the dialing, be it the carrier, the number
   * that is shown or the list; a busy line and one where nobody picks up do not.
   */
  public boolean fails() {
    return fails;
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
