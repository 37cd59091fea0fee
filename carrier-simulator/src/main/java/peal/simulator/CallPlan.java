package peal.simulator;

import java.time.Duration;
import java.util.SplittableRandom;
import peal.domain.Outcome;

/**
 * How an attempt will go unless somebody hangs up: fixed before it rings, by the seed, the
 * attempt's id and the number alone.
 *
 * @param line what is behind the number
 * @param outcome how it ends
 * @param ring from the ring to the pick-up, or to the end where nobody picks up
 * @param talk from the pick-up to the end
 */
record CallPlan(Line line, Outcome outcome, Duration ring, Duration talk) {
  /** Whether a person or a machine picks up. */
  boolean answered() {
    return outcome == Outcome.ANSWERED || outcome == Outcome.VOICEMAIL;
  }

  /** Whether the carrier refuses without ringing. */
  boolean refused() {
    return outcome == Outcome.INVALID_NUMBER;
  }

  /**
   * Draws plans.
   *
   * @param dice the chance
   * @param profile how long things take
   * @param mix how ordinary calls end
   */
  record Book(Dice dice, Profile profile, OutcomeMix mix) {
    /** The plan of {@code attempt} to {@code number}; the same whenever it is asked. */
    CallPlan planOf(String attempt, String number) {
      SplittableRandom random = dice.on(attempt);
      Line line = Line.of(number);
      Outcome drawn = mix.draw(random);
      Outcome outcome =
          switch (line) {
            case BUSY -> Outcome.BUSY;
            case NO_ANSWER -> Outcome.NO_ANSWER;
            case REJECTED -> Outcome.REJECTED;
            case BUSY_AT_FIRST -> attempt.endsWith("#1") ? Outcome.BUSY : Outcome.ANSWERED;
            case VOICEMAIL -> Outcome.VOICEMAIL;
            case UNASSIGNED -> Outcome.INVALID_NUMBER;
            case ANSWER_LOST, END_UNTOLD, RELUCTANT, ENDLESS, OPTS_OUT -> Outcome.ANSWERED;
            case ORDINARY -> drawn;
          };
      return new CallPlan(line, outcome, ring(outcome, random), profile.talk(random));
    }

    private Duration ring(Outcome outcome, SplittableRandom random) {
      return switch (outcome) {
        case ANSWERED, VOICEMAIL, REJECTED -> profile.ring(random);
        case BUSY, CARRIER_ERROR, UNKNOWN -> profile.engaged(random);
        case NO_ANSWER -> profile.givenUp();
        case INVALID_NUMBER -> Duration.ZERO;
      };
    }
  }
}
