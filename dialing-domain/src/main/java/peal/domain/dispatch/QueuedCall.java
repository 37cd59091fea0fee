package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;

/**
 * What is kept of a call that waits.
 *
 * @param number whom to dial
 * @param variables the row's other columns
 * @param attempts dials that have ended so far
 * @param zones time zones in which it may ring, as its row has them; null where nobody asks
 * @param heldUntil until when it is said to wait for a limit of its number; null for not
 * @param outcomes how its dials ended, in order; null where none has. Those that ended before this
 *     was remembered are not in it
 */
public record QueuedCall(
    PhoneNumber number,
    Map<String, String> variables,
    int attempts,
    String zones,
    Instant heldUntil,
    List<Outcome> outcomes) {
  /** A call that waits for no limit. */
  public QueuedCall(PhoneNumber number, Map<String, String> variables, int attempts, String zones) {
    this(number, variables, attempts, zones, null, null);
  }

  /** A call of a batch that does not ask where it rings. */
  public QueuedCall(PhoneNumber number, Map<String, String> variables, int attempts) {
    this(number, variables, attempts, null);
  }

  /** Refuses negative counts, and more outcomes than dials; absent variables become none. */
  public QueuedCall {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must not be negative");
    }
    variables = variables == null ? Map.of() : variables;
    outcomes = outcomes == null || outcomes.isEmpty() ? null : List.copyOf(outcomes);
    if (outcomes != null && outcomes.size() > attempts) {
      throw new IllegalArgumentException("outcomes must be at most one for each attempt");
    }
  }

  /** How its dials ended; none where none has, or nobody remembers. */
  List<Outcome> outcomesOrNone() {
    return outcomes == null ? List.of() : outcomes;
  }

  /** The same call after one more dial, which ended so. */
  QueuedCall dialed(Outcome outcome) {
    List<Outcome> all = new ArrayList<>(outcomesOrNone());
    all.add(outcome);
    return new QueuedCall(number, variables, attempts + 1, zones, null, all);
  }

  /** The same, of which it is said that it waits for a limit of its number. */
  QueuedCall heldUntil(Instant at) {
    return new QueuedCall(number, variables, attempts, zones, at, outcomes);
  }
}
