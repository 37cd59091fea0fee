package peal.domain.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialingStop;
import peal.domain.DoNotCallList;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.PlanRevision;

/**
 * What became of a call. Reports come from workers, may repeat, come late and in any order;
 * decisions come from dispatch, once and in order.
 */
public sealed interface CallEvent extends LaneEvent {

  /** What a worker saw of an attempt at the carrier. */
  sealed interface Report extends CallEvent {
    /** The attempt that it is about. */
    AttemptId attempt();

    /** Which worker says so, and how it knows; null in records of old. */
    Source source();

    /** The carrier's own id of the call, or null. */
    default String providerRef() {
      return source() == null ? null : source().providerRef();
    }

    /** The same report, said by {@code source}. */
    Report from(Source source);
  }

  /** What dispatch has settled. */
  sealed interface Decision extends CallEvent {}

  /**
   * The carrier took the call.
   *
   * @param attempt the attempt
   * @param at when the carrier accepted it
   * @param worker which worker placed it
   * @param sentAt when the order left for the carrier; null in records of old
   * @param providerRef the carrier's own id of the call, or null
   * @param queuedFor how long the carrier lets it wait before it rings; null for not at all
   */
  record Dialing(
      AttemptId attempt,
      Instant at,
      String worker,
      Instant sentAt,
      String providerRef,
      Duration queuedFor)
      implements Report {
    /** Refuses absent fields. */
    public Dialing {
      Required.fields(attempt, at);
    }

    /** Of which nobody says when it left. */
    public Dialing(AttemptId attempt, Instant at, String worker) {
      this(attempt, at, worker, null);
    }

    /** At a carrier that uses our ids and rings at once. */
    public Dialing(AttemptId attempt, Instant at, String worker, Instant sentAt) {
      this(attempt, at, worker, sentAt, null, null);
    }

    @Override
    public Source source() {
      return new Source(worker, Source.PLACED, providerRef);
    }

    @Override
    public Dialing from(Source source) {
      return new Dialing(attempt, at, source.worker(), sentAt, providerRef, queuedFor);
    }
  }

  /**
   * Somebody, or a machine, picked up.
   *
   * @param attempt the attempt
   * @param at when
   * @param source who says so, and how it is known, or null
   */
  record Connected(AttemptId attempt, Instant at, Source source) implements Report {
    /** Refuses absent fields. */
    public Connected {
      Required.fields(attempt, at);
    }

    /** A report of which nobody has said yet who makes it. */
    public Connected(AttemptId attempt, Instant at) {
      this(attempt, at, null);
    }

    @Override
    public Connected from(Source who) {
      return new Connected(attempt, at, who);
    }
  }

  /**
   * A sign of life: the carrier still holds the attempt.
   *
   * @param attempt the attempt
   * @param at when it was seen
   * @param note what the carrier said, such as {@code ringing}
   * @param source who says so, and how it is known, or null
   */
  record Progress(AttemptId attempt, Instant at, String note, Source source) implements Report {
    /** Refuses absent fields. */
    public Progress {
      Required.fields(attempt, at);
    }

    /** A report of which nobody has said yet who makes it. */
    public Progress(AttemptId attempt, Instant at, String note) {
      this(attempt, at, note, null);
    }

    @Override
    public Progress from(Source who) {
      return new Progress(attempt, at, note, who);
    }
  }

  /**
   * The attempt is over.
   *
   * @param attempt the attempt
   * @param at when it ended
   * @param outcome how
   * @param talkSeconds seconds from pick-up to end, or null where nobody picked up
   * @param transcript what was said, or null
   * @param detail the carrier's own words on an error, or null
   * @param source who says so, and how it is known, or null
   * @param optOut true where the person wants no more calls; else null
   */
  record Ended(
      AttemptId attempt,
      Instant at,
      Outcome outcome,
      Double talkSeconds,
      String transcript,
      String detail,
      Source source,
      Boolean optOut)
      implements Report {
    /** Refuses absent fields. */
    public Ended {
      Required.fields(attempt, at, outcome);
      optOut = Boolean.TRUE.equals(optOut) ? Boolean.TRUE : null;
    }

    /** After which nothing was said of further calls. */
    public Ended(
        AttemptId attempt,
        Instant at,
        Outcome outcome,
        Double talkSeconds,
        String transcript,
        String detail,
        Source source) {
      this(attempt, at, outcome, talkSeconds, transcript, detail, source, null);
    }

    /** A report of which nobody has said yet who makes it. */
    public Ended(
        AttemptId attempt,
        Instant at,
        Outcome outcome,
        Double talkSeconds,
        String transcript,
        String detail) {
      this(attempt, at, outcome, talkSeconds, transcript, detail, null, null);
    }

    /** The same, after which the person wants no more calls if {@code said} is true. */
    public Ended optingOut(Boolean said) {
      return new Ended(attempt, at, outcome, talkSeconds, transcript, detail, source, said);
    }

    @Override
    public Ended from(Source who) {
      return new Ended(attempt, at, outcome, talkSeconds, transcript, detail, who, optOut);
    }
  }

  /**
   * The attempt was certainly not placed; it may be requested again as the same attempt.
   *
   * @param attempt the attempt
   * @param at when that was clear
   * @param slotAt slot of the request that is answered, so that an old answer is not taken for one
   *     to a newer request of the same attempt
   * @param reason why, for people
   * @param retryAfter how long the lane should hold back, or null where it need not
   * @param cause why, for the rules; null in records that were written before there were causes
   * @param source who says so, and how it is known, or null
   */
  record NotDialed(
      AttemptId attempt,
      Instant at,
      Instant slotAt,
      String reason,
      Duration retryAfter,
      Cause cause,
      Source source)
      implements Report {
    /** Refuses absent fields. */
    public NotDialed {
      Required.fields(attempt, at, slotAt);
    }

    /** Of which nobody has said yet who makes it. */
    public NotDialed(
        AttemptId attempt,
        Instant at,
        Instant slotAt,
        String reason,
        Duration retryAfter,
        Cause cause) {
      this(attempt, at, slotAt, reason, retryAfter, cause, null);
    }

    /** Without a cause. */
    public NotDialed(
        AttemptId attempt, Instant at, Instant slotAt, String reason, Duration retryAfter) {
      this(attempt, at, slotAt, reason, retryAfter, null);
    }

    @Override
    public NotDialed from(Source who) {
      return new NotDialed(attempt, at, slotAt, reason, retryAfter, cause, who);
    }

    /** Why a request came back undialed. */
    public enum Cause {
      /** Its time had passed. */
      LATE,
      /** The worker had as many dials in hand as it takes. */
      FULL,
      /** The worker leaves a failing carrier alone. */
      BREAKER,
      /** The carrier could not be reached, or said that it is out of order. */
      UNAVAILABLE,
      /** The carrier works, and does not let this caller in: its account, or its number. */
      DENIED,
      /** The carrier works, and wants fewer calls. */
      SLOW_DOWN,
      /** The worker was told to end; any other may dial at once. */
      STOPPING,
      /** Dialing is stopped, by an operator or the workspace itself; see {@link DialingStop}. */
      DIALING_STOPPED
    }
  }

  /**
   * The carrier was asked and has never heard of the attempt.
   *
   * @param attempt the attempt
   * @param at when it was asked
   * @param redialSafe whether the carrier honours idempotency keys, so that dialing the same
   *     attempt again cannot ring twice
   * @param source who says so, and how it is known, or null
   */
  record NeverHeardOf(AttemptId attempt, Instant at, boolean redialSafe, Source source)
      implements Report {
    /** Refuses absent fields. */
    public NeverHeardOf {
      Required.fields(attempt, at);
    }

    /** A report of which nobody has said yet who makes it. */
    public NeverHeardOf(AttemptId attempt, Instant at, boolean redialSafe) {
      this(attempt, at, redialSafe, null);
    }

    @Override
    public NeverHeardOf from(Source who) {
      return new NeverHeardOf(attempt, at, redialSafe, who);
    }
  }

  /**
   * An attempt failed and the call is due again.
   *
   * @param call the call
   * @param at when it was decided
   * @param attempts dials so far
   * @param outcome how the last one ended
   * @param dueAt not before this
   */
  record CallbackScheduled(CallId call, Instant at, int attempts, Outcome outcome, Instant dueAt)
      implements Decision {
    /** Refuses absent fields. */
    public CallbackScheduled {
      Required.fields(call, at, outcome, dueAt);
    }
  }

  /**
   * The turn of a call had come, and its number was called as often as it may be. Said once for
   * each time until which it waits.
   *
   * @param call the call
   * @param at when it was decided
   * @param until the first instant at which no limit holds it
   * @param limit the one that lasts longest, in words
   */
  record CallHeld(CallId call, Instant at, Instant until, String limit) implements Decision {
    /** Refuses absent fields. */
    public CallHeld {
      Required.fields(call, at, until, limit);
    }
  }

  /**
   * The call has ended for ever.
   *
   * @param call the call
   * @param at when it was decided
   * @param attempts dials that were placed, 0 where it was cancelled before the first
   * @param outcome how the last one ended; null where the call was cancelled or skipped
   * @param skipped the rule that refuses to dial it (again), such as {@code no_common_hours}, or
   *     null
   * @param list the do-not-call list that does so, or null
   */
  record CallSettled(
      CallId call, Instant at, int attempts, Outcome outcome, String skipped, DoNotCallList list)
      implements Decision {
    /** A call that no rule refused. */
    public CallSettled(CallId call, Instant at, int attempts, Outcome outcome) {
      this(call, at, attempts, outcome, null);
    }

    /** A call that no do-not-call list refused. */
    public CallSettled(CallId call, Instant at, int attempts, Outcome outcome, String skipped) {
      this(call, at, attempts, outcome, skipped, null);
    }

    /** Refuses absent fields. */
    public CallSettled {
      Required.fields(call, at);
    }
  }

  /**
   * A cancel has taken effect in this lane, or the batch's end has come: every call of the batch
   * that has not ended and is not listed is cancelled. Listed ones end in their own time.
   *
   * @param batch the batch
   * @param at when
   * @param out calls with an attempt out
   * @param why why; null for a client's cancel
   */
  record BatchStopped(BatchId batch, Instant at, List<CallId> out, Why why) implements Decision {
    /** Why a batch is stopped that nobody has cancelled. */
    public enum Why {
      /** Its end has come. */
      ENDED
    }

    /** After a cancel. */
    public BatchStopped(BatchId batch, Instant at, List<CallId> out) {
      this(batch, at, out, null);
    }

    /** Refuses absent fields; copies the list. */
    public BatchStopped {
      Required.fields(batch, at);
      out = out == null ? List.of() : List.copyOf(out);
    }
  }

  /**
   * A batch is paused in this lane, or goes on. While it is paused nobody of it is dialed; calls
   * that are out end in their own time.
   *
   * @param batch the batch
   * @param at when
   * @param paused whether it is paused from then on
   * @param asOf when a client asked for it, by the clock of the gateway, or a lane found that too
   *     many fail; the newest wish counts
   * @param by what the lane found; null for a client's wish, as in records of old
   */
  record PauseApplied(BatchId batch, Instant at, boolean paused, Instant asOf, PausedBy by)
      implements Decision {
    /** By a client's wish. */
    public PauseApplied(BatchId batch, Instant at, boolean paused, Instant asOf) {
      this(batch, at, paused, asOf, null);
    }

    /** Refuses absent fields. */
    public PauseApplied {
      Required.fields(batch, at, asOf);
    }
  }

  /**
   * Somebody said in a call to want no more, which was heard when dispatch had forgotten the call:
   * the projection, which knows its number, puts that on the list.
   *
   * @param attempt in which it was said
   * @param at when it was heard
   */
  record LateOptOut(AttemptId attempt, Instant at) implements Decision {
    /** Refuses absent fields. */
    public LateOptOut {
      Required.fields(attempt, at);
    }
  }

  /**
   * Nothing more can happen in this lane to a batch that was kept open. Of others the end of the
   * last call says so.
   *
   * @param batch the batch
   * @param at when
   */
  record BatchFinished(BatchId batch, Instant at) implements Decision {
    /** Refuses absent fields. */
    public BatchFinished {
      Required.fields(batch, at);
    }
  }

  /**
   * Too many attempts of a batch have failed in this lane, by its {@code stopWhen}: the lane pauses
   * it, and has told the others.
   *
   * @param batch the batch
   * @param at when
   * @param failureRate share of the attempts that failed, 0 to 1
   * @param calls attempts that had ended in the window
   */
  record BatchTripped(BatchId batch, Instant at, double failureRate, int calls)
      implements Decision {
    /** Refuses absent fields. */
    public BatchTripped {
      Required.fields(batch, at);
    }
  }

  /**
   * A batch goes by this plan in this lane from then on. Said again when a change is asked for that
   * does not follow it.
   *
   * @param batch the batch
   * @param at when
   * @param change the plan, who asked for it and when
   */
  record ChangeApplied(BatchId batch, Instant at, PlanRevision change) implements Decision {
    /** Refuses absent fields. */
    public ChangeApplied {
      Required.fields(batch, at, change);
    }
  }

  /**
   * A number stands on a do-not-call list in this lane from then on, or no more. Whoever of it
   * waits is skipped when its turn comes; calls that are out end in their own time.
   *
   * @param entry what was asked for
   * @param at when
   * @param changed whether the list had it otherwise before
   * @param withdrawn calls that would have been dialed again soon and were ended, and those that
   *     are being withdrawn from their carrier's own queue
   * @param out calls of the number with an attempt out
   */
  record NumberSuppressed(
      Suppression entry, Instant at, boolean changed, int withdrawn, List<CallId> out)
      implements Decision {
    /** Refuses absent fields; copies the list. */
    public NumberSuppressed {
      Required.fields(entry, at);
      out = out == null ? List.of() : List.copyOf(out);
    }
  }

  /**
   * The batch was never sealed and has been dropped; nobody of it was or will be dialed.
   *
   * @param batch the batch
   * @param at when
   */
  record BatchExpired(BatchId batch, Instant at) implements Decision {
    /** Refuses absent fields. */
    public BatchExpired {
      Required.fields(batch, at);
    }
  }
}
