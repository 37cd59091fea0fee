package peal.testkit.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What the API said of a batch at one moment.
 *
 * @param at when the answer came
 * @param status the batch's status
 * @param complete whether nothing more will happen
 * @param total calls of the batch
 * @param waiting those not being dialed now
 * @param active those with an attempt out
 * @param completed those that got through
 * @param failed those that did not
 * @param cancelled those that a cancel dropped
 */
public record Snapshot(
    Instant at,
    String status,
    boolean complete,
    long total,
    long waiting,
    long active,
    long completed,
    long failed,
    long cancelled) {
  /** Reads a status or a progress answer (API contract, section 2). */
  public static Snapshot of(Instant at, JsonNode answer) {
    JsonNode counts = answer.path("progress").isObject() ? answer.path("progress") : answer;
    return new Snapshot(
        at,
        answer.path("status").asText(),
        answer.path("isComplete").asBoolean(),
        counts.path("total").asLong(-1),
        counts.path("waiting").asLong(-1),
        counts.path("active").asLong(-1),
        counts.path("completed").asLong(-1),
        counts.path("failed").asLong(-1),
        counts.path("cancelled").asLong(-1));
  }

  /** Calls that have ended. */
  public long ended() {
    return completed + failed + cancelled;
  }
}
