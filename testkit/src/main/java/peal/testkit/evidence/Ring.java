package peal.testkit.evidence;

import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.PhoneNumber;

/**
 * A phone rang: one line of the carrier's ledger.
 *
 * @param attemptId for which attempt
 * @param number whose phone, E.164
 * @param time ms since 1970, by the carrier's clock
 * @param count how often this attempt had rung by then, this ring included
 */
public record Ring(String attemptId, String number, double time, int count) {
  /** The attempt, or empty where the id is none of Peal's. */
  public Optional<AttemptId> attempt() {
    try {
      return Optional.of(AttemptId.parse(attemptId));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The token of the batch, or of the single call, that it was for; empty if it is not Peal's. */
  public String token() {
    return attempt().map(attempt -> attempt.call().token()).orElse("");
  }

  /** With the number masked. */
  @Override
  public String toString() {
    String shown = PhoneNumber.isValid(number) ? new PhoneNumber(number).masked() : "?";
    return "Ring[" + attemptId + ", " + shown + ", " + time + ", " + count + "]";
  }
}
