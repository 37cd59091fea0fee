package peal.testkit.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;

/**
 * A call as the API lists it.
 *
 * @param jobId the call's id
 * @param number whom it is for, E.164
 * @param status where it stands
 * @param attempt dials so far, 0 where the answer does not say
 * @param nextAttemptAt when it is due again, or null
 * @param outcome how its last attempt ended, or null where the answer does not say
 */
public record CallRow(
    String jobId,
    String number,
    CallStatus status,
    int attempt,
    Instant nextAttemptAt,
    Outcome outcome) {
  /** A call of which the answer does not say how its last attempt ended. */
  public CallRow(
      String jobId, String number, CallStatus status, int attempt, Instant nextAttemptAt) {
    this(jobId, number, status, attempt, nextAttemptAt, null);
  }

  /**
   * Reads one entry of a calls page (API contract, section 2).
   *
   * @throws IllegalArgumentException when the status is none that the contract knows
   */
  public static CallRow of(JsonNode entry) {
    JsonNode due = entry.path("nextAttemptAt");
    return new CallRow(
        entry.path("jobId").asText(),
        entry.path("phone_number").asText(),
        CallStatus.valueOf(entry.path("status").asText().toUpperCase(Locale.ROOT)),
        entry.path("attempt").asInt(0),
        due.isNumber() ? Instant.ofEpochMilli(due.asLong()) : null,
        Outcomes.of(entry.path("outcome").asText()).orElse(null));
  }

  /** With the number masked. */
  @Override
  public String toString() {
    String shown = PhoneNumber.isValid(number) ? new PhoneNumber(number).masked() : "?";
    return "CallRow[" + jobId + ", " + shown + ", " + status + ", " + attempt + "]";
  }
}
