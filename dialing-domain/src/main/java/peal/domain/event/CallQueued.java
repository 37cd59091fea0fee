package peal.domain.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.domain.CallId;
import peal.domain.PhoneNumber;
import peal.domain.hours.CallingHours;

/**
 * A row has become a call. Rows of a batch are written to a lane in file order, so a row number at
 * or below the last one seen is a repeat.
 *
 * @param call the call
 * @param at when it was read
 * @param number whom to dial
 * @param variables the row's other columns by header name, in file order
 * @param zones time zones in which it may ring, as {@link CallingHours#written} has them: empty
 *     where they are unknown; null where the batch does not ask for them
 * @param zonesFrom what told them: {@code timezone}, {@code state} or {@code phone_number}; null
 *     where nothing did
 */
public record CallQueued(
    CallId call,
    Instant at,
    PhoneNumber number,
    Map<String, String> variables,
    String zones,
    String zonesFrom)
    implements LaneEvent {
  /** A row of a batch that does not ask where it rings. */
  public CallQueued(CallId call, Instant at, PhoneNumber number, Map<String, String> variables) {
    this(call, at, number, variables, null, null);
  }

  /** Refuses absent fields; keeps the order of the columns. */
  public CallQueued {
    Required.fields(call, at, number);
    if (variables != null) {
      // Found only when its turn comes, it would stop its lane.
      Required.fields(variables.values().toArray());
    }
    variables =
        variables == null || variables.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
