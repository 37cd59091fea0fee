package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import peal.domain.Outcome;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Step;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.Report;

/**
 * What reports do to the pace. Requests that come back undialed rest, each for longer the more
 * often it came to nothing, and are given up at last. They slow the whole lane where they are many
 * or where the carrier asks for it; dials let it flow. A caller whose carrier does not let it in
 * rests alone. Of requests that workers had no time for {@link peal.domain.CongestionWindow} has
 * fewer. What a stopping worker gives back says nothing about the next one.
 */
final class Pace {
  /**
   * A carrier that stumbles takes a call soon after: only what it refuses more often rests long.
   */
  private static final int BRIEF_ROUNDS = 3;

  /** A carrier that took a call so long ago works. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  /** In an outage a call rests no longer, so that all go on soon after it. */
  private static final Duration LONGEST_IN_OUTAGE = Duration.ofSeconds(10);

  /** By then this lane knows of a stop that a worker knows of. */
  private static final Duration STOP_KNOWN = Duration.ofSeconds(1);

  /** About a day. */
  private static final int MOST_ROUNDS_OF_OUTAGE = 24 * 360;

  private final Timing timing;

  Pace(Timing timing) {
    this.timing = timing;
  }

  /** What becomes of a call after {@code report}, which by itself means {@code step} to it. */
  Step after(LaneBook book, Step step, Report report, Instant now) {
    if (report instanceof NotDialed answer
        && answer.cause() != NotDialed.Cause.STOPPING
        && step instanceof Step.Become(HeldBack back)) {
      return switch (answer.cause()) {
        case DENIED -> denied(book, back, now);
        case UNAVAILABLE -> unavailable(book, back, answer, now);
        case LATE, FULL ->
            resting(back, now.plus(book.state().rest(answer.retryAfter())), back.rounds());
        case SLOW_DOWN -> {
          Instant until = now.plus(book.state().rest(answer.retryAfter()));
          book.put(book.state().slowed(until));
          yield resting(back, until, back.rounds());
        }
        // The worker may know of a stop before this lane does; it says nothing about anybody else.
        case DIALING_STOPPED -> resting(back, now.plus(STOP_KNOWN), back.rounds());
        case BREAKER, STOPPING -> rested(book, back, answer, now, back.rounds());
        case null -> rested(book, back, answer, now, back.rounds());
      };
    }
    // Not what another worker has only found in its carrier's queue.
    if (report instanceof Dialing dialing
        && (dialing.queuedFor() == null || dialing.sentAt() != null)) {
      flows(book, dialing);
    }
    return step;
  }

  static boolean overloaded(NotDialed answer) {
    return answer.cause() == NotDialed.Cause.LATE || answer.cause() == NotDialed.Cause.FULL;
  }

  private static void flows(LaneBook book, Dialing dialing) {
    if (book.state().holds() > 0) {
      book.put(book.state().flowing());
    }
    book.outline(dialing.attempt().call().batch())
        .ifPresent(batch -> {
          book.placed(batch.carrier(), dialing.at());
          book.state()
              .letIn(batch.carrier(), batch.from())
              .ifPresent(state -> {
                book.put(state);
                book.wakeResting();
              });
        });
  }

  /**
   * While its carrier takes no other call either it is out of order, and that is no fault of this
   * call: it is tried for about a day. What is refused while others get through is given up after
   * an hour, of which an outage before counts at most the half.
   */
  private Step unavailable(LaneBook book, HeldBack back, NotDialed answer, Instant now) {
    boolean outage = !takesOthers(book, back, now);
    boolean wasOutage = !outage && back.rounds() > OpenCall.MOST_ROUNDS;
    int rounds = wasOutage ? OpenCall.MOST_ROUNDS / 2 : back.rounds();
    return rounds >= (outage ? MOST_ROUNDS_OF_OUTAGE : OpenCall.MOST_ROUNDS)
        ? new Step.Over(Outcome.CARRIER_ERROR, true)
        : rested(book, back, answer, now, rounds + 1);
  }

  /** Whether the carrier of {@code call} has lately taken any. */
  static boolean takesOthers(LaneBook book, OpenCall call, Instant now) {
    return book.outline(call.attempt().call().batch())
        .flatMap(batch -> book.lastPlaced(batch.carrier()))
        .filter(placed -> placed.plus(SHORT).isAfter(now))
        .isPresent();
  }

  private Step rested(LaneBook book, HeldBack back, NotDialed answer, Instant now, int rounds) {
    LaneState state = book.state();
    Instant until = now.plus(state.rest(answer.retryAfter()));
    book.put(state.rested(now, until, answer.retryAfter() != null));
    Duration atLeast =
        rounds <= BRIEF_ROUNDS ? Duration.ZERO : timing.afterAsk(rounds - BRIEF_ROUNDS);
    boolean shorter = !takesOthers(book, back, now) && atLeast.compareTo(LONGEST_IN_OUTAGE) > 0;
    Instant longer = now.plus(shorter ? LONGEST_IN_OUTAGE : atLeast);
    return resting(back, longer.isAfter(until) ? longer : until, rounds);
  }

  /**
   * A call that was kept out before, of a caller that was let in since, is kept out for itself:
   * only it rests. Whatever it is about, no call is tried for ever.
   */
  private Step denied(LaneBook book, HeldBack back, Instant now) {
    int rounds = back.rounds() + 1;
    Optional<BatchOutline> batch = book.outline(back.attempt().call().batch());
    if (rounds > OpenCall.MOST_ROUNDS) {
      return new Step.Over(Outcome.CARRIER_ERROR, true);
    }
    Optional<DeniedCaller> known =
        batch.flatMap(its -> book.state().deniedCaller(its.carrier(), its.from()));
    if (batch.isEmpty() || (known.isEmpty() && back.rounds() > 0)) {
      return resting(back, now.plus(timing.afterAsk(rounds)), rounds);
    }
    DeniedCaller caller =
        known
            .orElse(DeniedCaller.letInUntilNow(batch.get().carrier(), batch.get().from()))
            .again(now, timing);
    book.put(book.state().denied(caller));
    return caller.forGood()
        ? new Step.Over(Outcome.CARRIER_ERROR, true)
        : resting(back, caller.until(), rounds);
  }

  private static Step resting(HeldBack back, Instant until, int rounds) {
    return new Step.Become(new HeldBack(back.attempt(), back.call(), until, rounds));
  }
}
