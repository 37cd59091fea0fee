package peal.domain;

/** Where a call stands, in the API's words. */
public enum CallStatus {
  /** Not being dialed now: its turn, its schedule or its callback is still to come. */
  WAITING,
  /** An attempt is out. */
  ACTIVE,
  /** Ended with a conversation or a voicemail. */
  COMPLETED,
  /** Ended without one. */
  FAILED,
  /** Dropped by a cancel before it was dialed. */
  CANCELLED;

  /** Whether the call stays as it is for ever. */
  public boolean terminal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** The status of a call that ended with {@code outcome}. */
  public static CallStatus after(Outcome outcome) {
    return outcome.completes() ? COMPLETED : FAILED;
  }
}
