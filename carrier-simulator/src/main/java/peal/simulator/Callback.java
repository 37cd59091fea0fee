package peal.simulator;

import java.time.Instant;
import peal.domain.Outcome;

/**
 * What is posted to the caller.
 *
 * @param attemptId the attempt
 * @param reference as the request had it, or null
 * @param event what happened
 * @param at when it happened
 * @param seq 1, 2, … within the attempt, for repeated and overtaken callbacks
 * @param end how it ended; only with {@link Event#ENDED}
 */
record Callback(String attemptId, String reference, Event event, Instant at, int seq, CallEnd end) {
  private static final long OBJECTS = 300;

  /** What a callback tells. */
  enum Event {
    RINGING("ringing"),
    PROGRESS("progress"),
    ANSWERED("answered"),
    ENDED("ended");

    private final String word;

    Event(String word) {
      this.word = word;
    }

    /** As the protocol writes it. */
    String word() {
      return word;
    }

    /** Whether a caller that misses it loses nothing but a sign of life. */
    boolean lifeSign() {
      return this == RINGING || this == PROGRESS;
    }
  }

  /** How the call ended, as the protocol writes it, or null. */
  String outcome() {
    return end == null ? null : Call.word(end.outcome());
  }

  /** From pick-up to end, s, or null where nobody picked up. */
  Double talkSeconds() {
    return end == null ? null : end.talkSeconds();
  }

  /** What was said, or null. */
  String transcript() {
    return end == null ? null : end.transcript();
  }

  /** True where the person wants no more calls, else null. */
  Boolean optOut() {
    return end != null && end.optOut() ? Boolean.TRUE : null;
  }

  /** About how many bytes it takes while it waits. */
  long weight() {
    return OBJECTS
        + Weight.of(attemptId)
        + Weight.of(reference)
        + (end == null ? 0 : Weight.of(end.opening()));
  }

  /**
   * How a call ended.
   *
   * @param outcome the outcome
   * @param talkSeconds from pick-up to end, s, or null where nobody picked up
   * @param opening what the agent said first, or null
   * @param optOut whether the person wants no more calls
   */
  record CallEnd(Outcome outcome, Double talkSeconds, String opening, boolean optOut) {
    /** What was said, or null where nobody picked up. */
    String transcript() {
      return talkSeconds == null || opening == null ? null : Dialogue.transcript(outcome, opening);
    }
  }
}
