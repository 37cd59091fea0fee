package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallEvent.Report;
import peal.domain.event.Source;

/**
 * A call with an attempt under way. Reports may repeat, come late and in any order: each state says
 * what a report means to it, and what it does not understand leaves it as it is.
 */
public sealed interface OpenCall {
  /** About an hour: rests grow to a minute. No outage is over later that anybody waits for. */
  int MOST_ROUNDS = 60;

  /** The attempt under way. */
  AttemptId attempt();

  /** The call as it waited. */
  QueuedCall call();

  /** When dispatch must look at it again, should nothing be heard. */
  Instant lookAt();

  /**
   * What a worker is asked about this attempt.
   *
   * @param agent the agent of its batch, where that is still known
   */
  default DialRequest request(DialRequest.Kind kind, Lane lane, Optional<CallingAgent> agent) {
    Optional<Requested> unheard =
        Optional.of(this).filter(Requested.class::isInstance).map(Requested.class::cast);
    return new DialRequest(
        attempt(),
        lane,
        kind,
        call().number(),
        null,
        Map.of(),
        unheard.map(Requested::slotAt).orElse(null),
        unheard.map(Requested::dialBy).orElse(null),
        0,
        agent.map(CallingAgent::carrier).orElse(null),
        agent.map(CallingAgent::fromNumber).orElse(null),
        this instanceof Placed placed ? placed.providerRef() : null);
  }

  /** The same, to be looked at at {@code at}. */
  default OpenCall lookedAt(Instant at) {
    return switch (this) {
      case Requested it ->
          new Requested(attempt(), call(), it.slotAt, it.dialBy, at, it.asks, it.rounds);
      case HeldBack it -> new HeldBack(attempt(), call(), at, it.rounds);
      case Placed it ->
          new Placed(
              attempt(),
              call(),
              at,
              it.hangUpAt,
              it.asks,
              it.providerRef,
              it.queuedUntil,
              it.hangUps,
              it.connectedAt,
              it.dialedAt);
    };
  }

  /** What {@code report}, which is about this attempt, makes of it. */
  Step on(Report report, Instant now, Timing timing, Duration longestCall);

  /** What a report makes of an open call. */
  sealed interface Step {
    /** It goes on like this. */
    record Become(OpenCall next) implements Step {}

    /** It means nothing to this state. */
    record Unchanged() implements Step {}

    /**
     * The attempt is over.
     *
     * @param outcome how it ended
     * @param undialed whether it certainly never reached anybody's network
     */
    record Over(Outcome outcome, boolean undialed) implements Step {
      /** It was dialed, or nobody can tell. */
      Over(Outcome outcome) {
        this(outcome, false);
      }
    }
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
   * @param rounds how often it came to nothing for reasons of its own: its carrier had never heard
   *     of it after it was to be dialed, or did not take it while it took others
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
    /** About an hour of asking every twelve seconds. */
    static final int MOST_ASKS = 300;

    /**
     * An order that left at the last moment may arrive so much later: carriers have ten seconds to
     * answer one, and clocks differ.
     */
    static final Duration LONGEST_ORDER = Duration.ofSeconds(12);

    /** So long it is asked about where its carrier tells nothing of any call. */
    private static final Duration LONGEST_OUTAGE = Duration.ofDays(1);

    @Override
    public Step on(Report report, Instant now, Timing timing, Duration longestCall) {
      return switch (report) {
        case Dialing seen -> new Step.Become(Placed.of(this, seen, now, timing, longestCall));
        case Progress seen -> new Step.Become(Placed.of(this, seen, now, timing, longestCall));
        case Connected seen -> new Step.Become(Placed.of(this, seen, now, timing, longestCall));
        // Refused, by the carrier or before it was asked: nobody's phone rang.
        case Ended end -> new Step.Over(end.outcome(), rounds == 0 && isFromPlacing(end));
        case NotDialed answer ->
            slotAt.equals(answer.slotAt())
                ? new Step.Become(new HeldBack(attempt, call, now, rounds))
                : new Step.Unchanged();
        case NeverHeardOf answer -> afterNeverHeardOf(answer, now, timing);
      };
    }

    private static boolean isFromPlacing(Ended end) {
      return end.source() != null && Source.PLACED.equals(end.source().via());
    }

    /**
     * Before the deadline a worker may still dial, so the carrier's ignorance proves nothing; nor
     * does it, where nothing may be dialed twice, as long as an order may be under way. After it
     * the call is dialed again, at once the first time; one that the carrier will never take must
     * not keep others from their turn, so it rests longer each time and is given up at last.
     */
    private Step afterNeverHeardOf(NeverHeardOf answer, Instant now, Timing timing) {
      if (!answer.at().isAfter(dialBy)) {
        return new Step.Unchanged();
      }
      if (!answer.redialSafe()) {
        return answer.at().isAfter(dialBy.plus(LONGEST_ORDER))
            ? new Step.Over(Outcome.UNKNOWN)
            : new Step.Unchanged();
      }
      if (rounds >= MOST_ROUNDS) {
        return new Step.Over(Outcome.CARRIER_ERROR, true);
      }
      Instant rested = rounds == 0 ? now : now.plus(timing.afterAsk(rounds));
      return new Step.Become(new HeldBack(attempt, call, rested, rounds + 1));
    }

    /**
     * Whether nobody waits any longer to hear of it. It may have rung, so it is never dialed again.
     *
     * @param outage whether its carrier takes no other call either
     */
    boolean isLost(Instant now, boolean outage) {
      return asks >= MOST_ASKS
          && (now.isAfter(dialBy.plus(LONGEST_OUTAGE)) || !outage && asks == MOST_ASKS);
    }

    /**
     * After an outage half of the asks are left, for only now can the carrier tell. None counts
     * while it may still be dialed: the clock by which it was requested was ahead.
     */
    Requested asked(Instant now, Timing timing, boolean outage) {
      boolean early = now.isBefore(dialBy);
      int times = early ? asks : 1 + (!outage && asks > MOST_ASKS ? MOST_ASKS / 2 : asks);
      Instant next = now.plus(timing.afterAskUnplaced(early ? MOST_ASKS : times));
      return new Requested(attempt, call, slotAt, dialBy, next, times, rounds);
    }
  }

  /**
   * Certainly not dialed; to be requested again as the same attempt.
   *
   * @param attempt the attempt
   * @param call the call
   * @param lookAt not again before this
   * @param rounds how often it came to nothing for reasons of its own: its carrier had never heard
   *     of it after it was to be dialed, or did not take it while it took others
   */
  record HeldBack(AttemptId attempt, QueuedCall call, Instant lookAt, int rounds)
      implements OpenCall {
    /** Whether a worker has said so each time. Else its carrier had only not heard of it. */
    boolean isCertainlyUndialed() {
      return rounds == 0;
    }

    /** A worker that was believed dead may have dialed after all; then that is adopted. */
    @Override
    public Step on(Report report, Instant now, Timing timing, Duration longestCall) {
      return switch (report) {
        case Dialing seen -> new Step.Become(Placed.of(this, seen, now, timing, longestCall));
        case Progress seen -> new Step.Become(Placed.of(this, seen, now, timing, longestCall));
        case Connected seen -> new Step.Become(Placed.of(this, seen, now, timing, longestCall));
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
   * @param providerRef the carrier's own id of the call, or null
   * @param queuedUntil until when it waits in the carrier's own queue, or null
   * @param hangUps how often it was to be hung up
   * @param connectedAt when somebody picked up, by the first word of it; else null. A carrier may
   *     tell another time each time it is asked
   * @param dialedAt its slot, or when it was seen first where that is not known; null in records of
   *     old
   */
  record Placed(
      AttemptId attempt,
      QueuedCall call,
      Instant lookAt,
      Instant hangUpAt,
      int asks,
      String providerRef,
      Instant queuedUntil,
      int hangUps,
      Instant connectedAt,
      Instant dialedAt)
      implements OpenCall {
    /**
     * Over six minutes of asking its carrier to end it. Whatever the carrier says then, nobody
     * waits for this call any longer.
     */
    static final int MOST_HANG_UPS = 10;

    private static Placed of(
        OpenCall before, Report seen, Instant now, Timing timing, Duration longestCall) {
      Instant queuedUntil =
          seen instanceof Dialing dialing && dialing.queuedFor() != null
              ? dialing.at().plus(dialing.queuedFor())
              : null;
      Instant ringsAt = queuedUntil == null ? seen.at() : queuedUntil;
      return new Placed(
              before.attempt(),
              before.call(),
              now,
              ringsAt.plus(longestCall),
              0,
              null,
              queuedUntil,
              0,
              null,
              before instanceof Requested requested ? requested.slotAt() : seen.at())
          .heard(seen, now, timing, seen.at());
    }

    /** The same after a sign of life; it is hung up at {@code hangUp} if that is later. */
    private Placed heard(Report seen, Instant now, Timing timing, Instant hangUp) {
      Instant end = hangUp.isAfter(hangUpAt) ? hangUp : hangUpAt;
      Instant silent = now.plus(timing.silence());
      Instant look = end.isBefore(silent) ? end : silent;
      return new Placed(
          attempt,
          call,
          // What goes on though it was to be hung up is looked at when it was to be, not later.
          look.isAfter(now) ? look : hangUps > 0 && lookAt.isAfter(now) ? lookAt : now,
          end,
          0,
          seen.providerRef() == null ? providerRef : seen.providerRef(),
          seen instanceof Connected ? null : queuedUntil,
          hangUps,
          connectedAt == null && seen instanceof Connected ? seen.at() : connectedAt,
          dialedAt);
    }

    @Override
    public Step on(Report report, Instant now, Timing timing, Duration longestCall) {
      return switch (report) {
        case Dialing seen -> new Step.Become(heard(seen, now, timing, hangUpAt));
        case Progress seen -> new Step.Become(heard(seen, now, timing, hangUpAt));
        case Connected seen -> {
          Instant since = connectedAt == null ? seen.at() : connectedAt;
          yield new Step.Become(heard(seen, now, timing, since.plus(longestCall)));
        }
        case Ended end -> new Step.Over(end.outcome());
        case NotDialed late -> new Step.Unchanged();
        // Before it was asked for as placed, somebody else's question of before is answered.
        case NeverHeardOf earlier when asks == 0 -> new Step.Unchanged();
        // It was placed, so it may have rung: never again under this or another attempt.
        case NeverHeardOf lost -> new Step.Over(Outcome.UNKNOWN);
      };
    }

    /** Whether the carrier has taken it and does not let it ring yet. */
    boolean waitsAtTheCarrier(Instant now) {
      return queuedUntil != null && now.isBefore(queuedUntil);
    }

    boolean tooLong(Instant now) {
      return !now.isBefore(hangUpAt);
    }

    /** Whether it goes on for good by its carrier's word, whatever it is told. */
    boolean cannotBeEnded(Instant now) {
      return tooLong(now) && hangUps >= MOST_HANG_UPS;
    }

    Placed asked(Instant now, Timing timing) {
      int times = tooLong(now) ? hangUps + 1 : hangUps;
      return new Placed(
          attempt,
          call,
          now.plus(timing.afterAsk(Math.max(asks + 1, times))),
          hangUpAt,
          asks + 1,
          providerRef,
          queuedUntil,
          times,
          connectedAt,
          dialedAt);
    }
  }
}
