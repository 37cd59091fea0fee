package peal.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was answered to the first request with an {@code Idempotency-Key}, so that a repeat gets the
 * same answer. It is written before the request does anything, and again when it has been answered.
 *
 * @param requestHash lower-case hex of the SHA-256 of what was asked; empty while that is not known
 * @param token what the id of the thing that is made ends with; chosen before it is made, so that a
 *     repeat makes the same thing and not another. Where it is held, names the try that holds it
 * @param startedAt when it was first asked
 * @param status HTTP status, 200–299; null while there is no answer
 * @param body the answer, JSON; null while there is none
 * @param revision number of its last change
 * @param gone true once the request was refused, or is too old: then a repeat is a new request
 * @param heldUntil a try has it until then, unless it ends before; null where nothing is held
 */
public record FirstAnswer(
    String requestHash,
    String token,
    Instant startedAt,
    Integer status,
    String body,
    Long revision,
    Boolean gone,
    Instant heldUntil)
    implements Revised<FirstAnswer> {
  /** An hour longer than clients may count on, for clocks that differ. */
  private static final Duration ANSWERED = Duration.ofHours(25);

  /**
   * A day less than its topic keeps it. Who has forgotten the number counts the next request with
   * the key from 1, which nobody may take for an older one: so all forget it at the same time,
   * whenever they began to read.
   */
  private static final Duration NUMBERED = Duration.ofDays(3);

  /**
   * What of it must still be known at {@code now}: all; then its number, without the answer, which
   * may be long; at last nothing.
   */
  public Optional<FirstAnswer> leftAt(Instant now) {
    if (startedAt.plus(NUMBERED).isBefore(now)) {
      return Optional.empty();
    }
    return Optional.of(
        startedAt.plus(ANSWERED).isBefore(now) && !token.isEmpty()
            ? new FirstAnswer("", "", startedAt, null, null, revision, true, null)
            : this);
  }

  /** A request that has no answer yet. */
  public static FirstAnswer started(String requestHash, String token, Instant at) {
    return new FirstAnswer(requestHash, token, at, null, null, null, null, null);
  }

  /** The same, in the hands of the try that {@code by} names. */
  public FirstAnswer held(String by, Instant until) {
    return new FirstAnswer(requestHash, by, startedAt, null, null, revision, null, until);
  }

  /** The same, answered. */
  public FirstAnswer answered(int with, String text) {
    return new FirstAnswer(requestHash, token, startedAt, with, text, revision, null, null);
  }

  /** The same, refused. */
  public FirstAnswer refused() {
    return new FirstAnswer(requestHash, token, startedAt, null, null, revision, true, null);
  }

  @Override
  public FirstAnswer withRevision(long number) {
    return new FirstAnswer(requestHash, token, startedAt, status, body, number, gone, heldUntil);
  }
}
