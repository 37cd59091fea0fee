package peal.testkit.evidence;

import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;

/**
 * A phone rang: one line of the carrier's ledger.
 *
 * @param attemptId for which attempt
 * @param number whose phone, E.164
 * @param time ms since 1970, by the carrier's clock
 * @param count how often this attempt had rung by then, this ring included
 * @param requests how often the attempt was asked for since it rang, that request included; 0 where
 *     the ledger does not tell
 * @param outcome how the attempt ended by the carrier's word, such as {@code busy}; null while it
 *     has not, or where the ledger does not tell
 * @param endedAt when it ended, ms since 1970; 0 where {@code outcome} is null
 */
public record Ring(
    String attemptId,
    String number,
    double time,
    int count,
    int requests,
    String outcome,
    double endedAt) {
  /** A ring of which the ledger tells no more. */
  public Ring(String attemptId, String number, double time, int count) {
    this(attemptId, number, time, count, 0, null, 0);
  }

  /** Whether the ledger tells more of it than that it rang: a trunk's log does not. */
  public boolean toldInFull() {
    return requests > 0;
  }

  /** How the attempt ended, where that is told and known. */
  public Optional<Outcome> ended() {
    return Outcomes.of(outcome);
  }

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
