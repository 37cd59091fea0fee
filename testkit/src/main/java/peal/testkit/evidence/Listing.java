package peal.testkit.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import peal.domain.CallStatus;

/**
 * All calls of a batch as the API lists them, read page by page.
 *
 * @param at when the last page came
 * @param calls the calls, in the order of the answer
 */
public record Listing(Instant at, List<CallRow> calls) {
  /** Copies the list. */
  public Listing {
    calls = List.copyOf(calls);
  }

  /** Number of calls in a status. */
  public long count(CallStatus status) {
    return calls.stream().filter(call -> call.status() == status).count();
  }

  /** Calls by id; of calls that are listed twice the first. */
  public Map<String, CallRow> byId() {
    return calls.stream().collect(Collectors.toMap(CallRow::jobId, call -> call, (a, b) -> a));
  }
}
