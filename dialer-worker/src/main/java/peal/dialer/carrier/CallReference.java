package peal.dialer.carrier;

import java.time.Instant;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.PhoneNumber;

/**
 * All that is known of a call that a carrier may have. One that keeps our attempt ids needs nothing
 * else; another finds it by its own id, or by who called whom when.
 *
 * @param attempt the attempt
 * @param lane where its events belong
 * @param to whom it was to ring; null in questions of old
 * @param from the number that is shown; null in questions of old
 * @param placedFrom from when it may have been placed; null where that is not in doubt
 * @param placedUntil until when
 * @param providerRef the carrier's own id of the call, or null where it is not known
 */
public record CallReference(
    AttemptId attempt,
    Lane lane,
    PhoneNumber to,
    PhoneNumber from,
    Instant placedFrom,
    Instant placedUntil,
    String providerRef) {
  /** The call that {@code question} is about. */
  public static CallReference of(DialRequest question) {
    return new CallReference(
        question.attempt(),
        question.lane(),
        question.number(),
        question.from(),
        question.slotAt(),
        question.dialBy(),
        question.providerRef());
  }
}
