package peal.projector.fold;

import java.time.Instant;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.Ended;

/**
 * One dial of a call as far as it is known.
 *
 * @param number 1 for the first dial
 * @param start first sign that the carrier holds it, or null
 * @param end when it was over, or null
 * @param outcome how it ended, or null; what dispatch decided wins over what a worker reported
 * @param talkSeconds seconds from pick-up to end, or null
 * @param transcript what was said, or null; kept for the call's last attempt only
 * @param detail the carrier's own words on an error, or null
 */
public record Attempt(
    int number,
    Instant start,
    Instant end,
    Outcome outcome,
    Double talkSeconds,
    String transcript,
    String detail) {

  static Attempt unseen(int number) {
    return new Attempt(number, null, null, null, null, null, null);
  }

  /** Whether the carrier is known to have held it. */
  boolean dialed() {
    return start != null;
  }

  Attempt seenAt(Instant at) {
    if (start != null && !at.isBefore(start)) {
      return this;
    }
    return new Attempt(number, at, end, outcome, talkSeconds, transcript, detail);
  }

  /**
   * The first report counts; one that follows adds what that did not know of a conversation: the
   * carrier knows when it ended, and the bot what was said.
   */
  Attempt ended(Ended report) {
    if (end != null) {
      return withWords(report.talkSeconds(), report.transcript(), report.detail());
    }
    return new Attempt(
        number,
        start,
        report.at(),
        outcome == null ? report.outcome() : outcome,
        report.talkSeconds(),
        report.transcript(),
        report.detail());
  }

  private Attempt withWords(Double talk, String words, String why) {
    boolean nothing =
        outcome != Outcome.ANSWERED && outcome != Outcome.VOICEMAIL
            || (talkSeconds != null || talk == null)
                && (transcript != null || words == null)
                && (detail != null || why == null);
    return nothing
        ? this
        : new Attempt(
            number,
            start,
            end,
            outcome,
            talkSeconds == null ? talk : talkSeconds,
            transcript == null ? words : transcript,
            detail == null ? why : detail);
  }

  Attempt decided(Outcome decision) {
    if (decision == null || decision == outcome) {
      return this;
    }
    return new Attempt(number, start, end, decision, talkSeconds, transcript, detail);
  }

  Attempt withoutTranscript() {
    return transcript == null
        ? this
        : new Attempt(number, start, end, outcome, talkSeconds, null, detail);
  }

  /** Talk time in whole milliseconds, so that sums do not depend on their order. */
  long talkMillis() {
    return talkSeconds == null ? 0 : Math.round(talkSeconds * 1_000);
  }
}
