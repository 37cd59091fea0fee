package peal.domain.dispatch;

import java.util.Map;
import peal.domain.PhoneNumber;

/**
 * What is kept of a call that waits.
 *
 * @param number whom to dial
 * @param variables the row's other columns
 * @param attempts dials that have ended so far
 */
public record QueuedCall(PhoneNumber number, Map<String, String> variables, int attempts) {
  /** Refuses negative counts; absent variables become none. */
  public QueuedCall {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must not be negative");
    }
    variables = variables == null ? Map.of() : variables;
  }

  /** The same call after one more dial. */
  QueuedCall dialed() {
    return new QueuedCall(number, variables, attempts + 1);
  }
}
