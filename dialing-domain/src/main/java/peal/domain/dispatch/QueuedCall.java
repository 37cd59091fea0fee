package peal.domain.dispatch;

import java.time.Instant;
import java.util.Map;
import peal.domain.PhoneNumber;

/**
 * What is kept of a call that waits.
 *
 * @param number whom to dial
 * @param variables the row's other columns
 * @param attempts dials that have ended so far
 * @param zones time zones in which it may ring, as its row has them; null where nobody asks
 * @param heldUntil until when it is said to wait for a limit of its number; null for not
 */
public record QueuedCall(
    PhoneNumber number,
    Map<String, String> variables,
    int attempts,
    String zones,
    Instant heldUntil) {
  /** A call that waits for no limit. */
  public QueuedCall(PhoneNumber number, Map<String, String> variables, int attempts, String zones) {
    this(number, variables, attempts, zones, null);
  }

  /** A call of a batch that does not ask where it rings. */
  public QueuedCall(PhoneNumber number, Map<String, String> variables, int attempts) {
    this(number, variables, attempts, null);
  }

  /** Refuses negative counts; absent variables become none. */
  public QueuedCall {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must not be negative");
    }
    variables = variables == null ? Map.of() : variables;
  }

  /** The same call after one more dial. */
  QueuedCall dialed() {
    return new QueuedCall(number, variables, attempts + 1, zones);
  }

  /** The same, of which it is said that it waits for a limit of its number. */
  QueuedCall heldUntil(Instant at) {
    return new QueuedCall(number, variables, attempts, zones, at);
  }
}
