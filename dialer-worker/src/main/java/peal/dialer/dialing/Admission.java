package peal.dialer.dialing;

/** Whether a dial that is due has a place at the carrier. */
sealed interface Admission {
  /** It has one, which must be given back. */
  record Taken() implements Admission {}

  /**
   * It has none.
   *
   * @param againNanos when to ask again, monotonic ns; far ahead where another place must be given
   *     back first, which is told
   */
  record Refused(long againNanos) implements Admission {}
}
