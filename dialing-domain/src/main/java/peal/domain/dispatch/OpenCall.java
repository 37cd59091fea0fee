package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallEvent.Report;

/**
 * A call with an attempt under way. Reports may repeat, come late and in any order: each state says
 * what a report means to it, and what it does not understand leaves it as it is.
 */
public sealed interface OpenCall {
  /** The attempt under way. */
  AttemptId attempt();

  /** The call as it waited. */
  QueuedCall call();

  /** When dispatch must look at it again, should nothing be heard. */
  Instant lookAt();

  /** What {@code report}, which is about this attempt, makes of it. */
  Step on(Report report, Instant now, Timing timing, Duration longestCall);

  /** What a report makes of an open call. */
  sealed interface Step {
    /** It goes on like this. */
    record Become(OpenCall next) implements Step {}

    /** It means nothing to this state. */
    record Unchanged() implements Step {}

    /** The attempt is over. */
    record Over(Outcome outcome) implements Step {}
  }

  /**
   * A worker has been asked to dial.
   *
   * @param attempt the attempt
   * @param call the call
   * @param slotAt not before
   * @param dialBy not after
   * @param lookAt when to ask the carrier
   * @param asks how often it was asked
   * @param rounds how often the carrier had never heard of it after it was to be dialed
   */
  record Requested(
      AttemptId attempt,
      QueuedCall call,
      Instant slotAt,
      Instant dialBy,
      Instant lookAt,
      int asks,
      int rounds)
      implements OpenCall {
    /** About an hour: rests grow to a minute. No outage is over later that anybody waits for. */
    static final int MOST_ROUNDS = 60;

    @Override
    public Step on(Report report, Instant now, Timing timing, Duration longestCall) {
      return switch (report) {
        case Dialing seen -> new Step.Become(Placed.of(this, seen.at(), now, timing, longestCall));
        case Progress seen -> new Step.Become(Placed.of(this, seen.at(), now, timing, longestCall));
        case Connected seen ->
            new Step.Become(Placed.of(this, seen.at(), now, timing, longestCall));
        case Ended end -> new Step.Over(end.outcome());
        case NotDialed answer ->
            slotAt.equals(answer.slotAt())
                ? new Step.Become(new HeldBack(attempt, call, now, rounds))
                : new Step.Unchanged();
        case NeverHeardOf answer -> afterNeverHeardOf(answer, now, timing);
      };
    }

    /**
     * Before the deadline a worker may still dial, so the carrier's ignorance proves nothing. After
     * it the call is dialed again, at once the first time; one that the carrier will never take
     * must not keep others from their turn, so it rests longer each time and is given up at last.
     */
    private Step afterNeverHeardOf(NeverHeardOf answer, Instant now, Timing timing) {
      if (!answer.at().isAfter(dialBy)) {
        return new Step.Unchanged();
      }
      if (!answer.redialSafe()) {
        return new Step.Over(Outcome.UNKNOWN);
      }
      if (rounds >= MOST_ROUNDS) {
        return new Step.Over(Outcome.CARRIER_ERROR);
      }
      Instant rested = rounds == 0 ? now : now.plus(timing.afterAsk(rounds));
      return new Step.Become(new HeldBack(attempt, call, rested, rounds + 1));
    }

    Requested asked(Instant now, Timing timing) {
      return new Requested(
          attempt,
          call,
          slotAt,
          dialBy,
          now.plus(timing.afterAskUnplaced(asks + 1)),
          asks + 1,
          rounds);
    }
  }

  /**
   * Certainly not dialed; to be requested again as the same attempt.
   *
   * @param attempt the attempt
   * @param call the call
   * @param lookAt not again before this
   * @param rounds how often the carrier had never heard of it after it was to be dialed
   */
  record HeldBack(AttemptId attempt, QueuedCall call, Instant lookAt, int rounds)
      implements OpenCall {
    /** A worker that was believed dead may have dialed after all; then that is adopted. */
    @Override
    public Step on(Report report, Instant now, Timing timing, Duration longestCall) {
      return switch (report) {
        case Dialing seen -> new Step.Become(Placed.of(this, seen.at(), now, timing, longestCall));
        case Progress seen -> new Step.Become(Placed.of(this, seen.at(), now, timing, longestCall));
        case Connected seen ->
            new Step.Become(Placed.of(this, seen.at(), now, timing, longestCall));
        case Ended end -> new Step.Over(end.outcome());
        case NotDialed again -> new Step.Unchanged();
        case NeverHeardOf again -> new Step.Unchanged();
      };
    }
  }

  /**
   * The carrier has it.
   *
   * @param attempt the attempt
   * @param call the call
   * @param lookAt when to ask the carrier, or to hang up
   * @param hangUpAt when the longest call is over
   * @param asks asks since the last word
   */
  record Placed(AttemptId attempt, QueuedCall call, Instant lookAt, Instant hangUpAt, int asks)
      implements OpenCall {
    private static Placed of(
        OpenCall before, Instant seenAt, Instant now, Timing timing, Duration longestCall) {
      return heard(before.attempt(), before.call(), now, seenAt.plus(longestCall), timing);
    }

    private static Placed heard(
        AttemptId attempt, QueuedCall call, Instant now, Instant hangUpAt, Timing timing) {
      Instant silent = now.plus(timing.silence());
      Instant look = hangUpAt.isBefore(silent) ? hangUpAt : silent;
      return new Placed(attempt, call, look.isBefore(now) ? now : look, hangUpAt, 0);
    }

    @Override
    public Step on(Report report, Instant now, Timing timing, Duration longestCall) {
      return switch (report) {
        case Dialing seen -> new Step.Become(heard(attempt, call, now, hangUpAt, timing));
        case Progress seen -> new Step.Become(heard(attempt, call, now, hangUpAt, timing));
        case Connected seen ->
            new Step.Become(heard(attempt, call, now, later(seen.at().plus(longestCall)), timing));
        case Ended end -> new Step.Over(end.outcome());
        case NotDialed late -> new Step.Unchanged();
        // It was placed, so it may have rung: never again under this or another attempt.
        case NeverHeardOf lost -> new Step.Over(Outcome.UNKNOWN);
      };
    }

    private Instant later(Instant candidate) {
      return candidate.isAfter(hangUpAt) ? candidate : hangUpAt;
    }

    boolean tooLong(Instant now) {
      return !now.isBefore(hangUpAt);
    }

    Placed asked(Instant now, Timing timing) {
      return new Placed(attempt, call, now.plus(timing.afterAsk(asks + 1)), hangUpAt, asks + 1);
    }
  }
}
