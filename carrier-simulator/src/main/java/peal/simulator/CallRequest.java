package peal.simulator;

/**
 * What the simulator keeps of the body of {@code POST /calls}: no prompt, and of the agent nothing.
 *
 * @param to whom to ring, E.164
 * @param from the number that calls, or null where it was not said
 * @param opening what the agent says first, or null
 * @param maxCallSeconds longest talk, s, or null for no bound
 * @param reference given back in every callback, at most {@value #LONGEST_REFERENCE} characters, or
 *     null
 * @param callbackUrl where callbacks go, at most {@value #LONGEST_URL} characters, or null for none
 * @param callbacksPerPost how many callbacks the caller takes in one body, 1–{@value
 *     #MOST_CALLBACKS_PER_POST}
 * @param format how callbacks are written
 */
record CallRequest(
    String to,
    String from,
    String opening,
    Integer maxCallSeconds,
    String reference,
    String callbackUrl,
    int callbacksPerPost,
    Callbacks.Format format) {
  /** More is given back by nobody. */
  static final int LONGEST_REFERENCE = 1_000;

  /** As far as clients and servers agree. */
  static final int LONGEST_URL = 2_000;

  /** As the protocol has it. */
  static final int MOST_CALLBACKS_PER_POST = 100;

  /** By this carrier's own protocol. */
  CallRequest(
      String to,
      String from,
      String opening,
      Integer maxCallSeconds,
      String reference,
      String callbackUrl,
      int callbacksPerPost) {
    this(
        to,
        from,
        opening,
        maxCallSeconds,
        reference,
        callbackUrl,
        callbacksPerPost,
        Callbacks.Format.PEAL);
  }

  /** Of a call that was open when the simulator ended: words and callbacks are forgotten. */
  static CallRequest forgotten(String to) {
    return new CallRequest(to, null, null, null, null, null, 1);
  }
}
