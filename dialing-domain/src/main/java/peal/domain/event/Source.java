package peal.domain.event;

/**
 * Who makes a report, how it is known, and what the carrier calls the call.
 *
 * @param worker the worker's name, or null
 * @param via {@value #PLACED}, {@value #CALLBACK} or {@value #ASKED}; a word rather than an enum,
 *     so that one that is added later can still be read
 * @param providerRef the carrier's own id of the call, or null where it uses ours
 */
public record Source(String worker, String via, String providerRef) {
  /** The worker was about to place the attempt, or did. */
  public static final String PLACED = "placed";

  /** The carrier called back. */
  public static final String CALLBACK = "callback";

  /** The carrier was asked. */
  public static final String ASKED = "asked";

  /** Of a call that the carrier knows by its attempt alone. */
  public Source(String worker, String via) {
    this(worker, via, null);
  }

  /** From placing it. */
  public static Source placed(String worker) {
    return new Source(worker, PLACED);
  }

  /** From a callback of the carrier. */
  public static Source callback(String worker) {
    return new Source(worker, CALLBACK);
  }

  /** From asking the carrier. */
  public static Source asked(String worker) {
    return new Source(worker, ASKED);
  }
}
