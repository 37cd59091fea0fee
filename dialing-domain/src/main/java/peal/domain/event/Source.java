package peal.domain.event;

/**
 * Who makes a report, and how it is known.
 *
 * @param worker the worker's name, or null
 * @param via {@value #PLACED}, {@value #CALLBACK} or {@value #ASKED}; a word rather than an enum,
 *     so that one that is added later can still be read
 */
public record Source(String worker, String via) {
  /** The worker was about to place the attempt, or did. */
  public static final String PLACED = "placed";

  /** The carrier called back. */
  public static final String CALLBACK = "callback";

  /** The carrier was asked. */
  public static final String ASKED = "asked";

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
