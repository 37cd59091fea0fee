package peal.domain.event;

import java.time.Instant;
import peal.domain.AttemptId;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;

/**
 * A number is to be put on a do-not-call list of its workspace, or taken off it. It is a fact only
 * once dispatch says {@link CallEvent.NumberSuppressed}.
 *
 * @param number whom not to dial
 * @param list on which list
 * @param at when it was asked for
 * @param removed whether it is to be taken off
 * @param until the entry counts no more from this on; null for one that never ends
 * @param reason for people, at most {@value #LONGEST_REASON} characters; or null
 * @param by the id of the key that it was asked with, or the id of the attempt in which the person
 *     said so
 * @param request by which whoever asked knows the lane's answer; null where nobody waits for one
 */
public record Suppression(
    PhoneNumber number,
    DoNotCallList list,
    Instant at,
    boolean removed,
    Instant until,
    String reason,
    String by,
    String request)
    implements LaneEvent {
  /** Longest reason, characters. */
  public static final int LONGEST_REASON = 200;

  /** Refuses absent fields, longer reasons, and a removal that ends. */
  public Suppression {
    Required.fields(number, list, at);
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException("reason has at most " + LONGEST_REASON + " characters");
    }
    if (removed && until != null) {
      throw new IllegalArgumentException("what is taken off a list has no end");
    }
  }

  /** Whoever has {@code number} said in {@code attempt} to want no more calls. */
  public static Suppression ofOptOut(PhoneNumber number, AttemptId attempt, Instant at) {
    return new Suppression(
        number,
        DoNotCallList.OPT_OUT,
        at,
        false,
        null,
        "said so in a call",
        attempt.toString(),
        null);
  }
}
