package peal.domain;

/**
 * Names one dial of a call: {@code callId#n}. The lane fixes it, never a worker; it is the
 * carrier's idempotency key.
 *
 * @param call the call that is dialed
 * @param number 1 for the first dial
 */
public record AttemptId(CallId call, int number) {
  /** Refuses numbers below 1. */
  public AttemptId {
    if (number < 1) {
      throw new IllegalArgumentException("attempt number must be at least 1");
    }
  }

  /**
   * Reads an id.
   *
   * @throws IllegalArgumentException when {@code text} is no attempt id
   */
  public static AttemptId parse(String text) {
    int hash = text == null ? -1 : text.indexOf('#');
    if (hash < 0) {
      throw new IllegalArgumentException("not an attempt id");
    }
    return new AttemptId(CallId.parse(text, hash), Integer.parseInt(text.substring(hash + 1)));
  }

  @Override
  public String toString() {
    return call + "#" + number;
  }
}
