package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.SmartCallback;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Step;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;

/**
 * The rules of a lane as events come in: what they change in its book and what is decided because
 * of them. {@link LaneTick} holds the rules of time.
 *
 * <p>Rows, batch commands and reports may come in any order relative to each other, and reports and
 * rows may repeat; decisions are made once.
 */
public final class Dispatch {
  private final Timing timing;

  /** Rules that work with {@code timing}. */
  public Dispatch(Timing timing) {
    this.timing = timing;
  }

  /** Takes in one event of the lane. */
  public Decisions apply(LaneBook book, LaneEvent event, Instant now) {
    Decisions decisions = new Decisions();
    switch (event) {
      case BatchOpened opened -> open(book, opened, now);
      case CallQueued row -> queue(book, row, now);
      case BatchSealed sealed -> seal(book, sealed, now);
      case BatchCancelled cancel -> stop(book, cancel.batch(), now, decisions);
      case BatchForgotten forgotten -> {
        // Dispatch forgets a batch as soon as it has ended here.
      }
      case CallEvent.Report report -> hear(book, report, now, decisions);
      case CallEvent.Decision ours -> {
        // Written by this lane; already in its book.
      }
    }
    return decisions;
  }

  private void open(LaneBook book, BatchOpened opened, Instant now) {
    if (book.terms(opened.batch()).isEmpty()) {
      book.put(BatchTerms.of(opened));
      book.put(progressOf(book, opened.batch(), now));
      finishIfDone(book, opened.batch());
    }
  }

  private void queue(LaneBook book, CallQueued row, Instant now) {
    BatchProgress progress = progressOf(book, row.call().batch(), now);
    if (row.call().row() <= progress.lastRow()) {
      return;
    }
    if (!progress.swept()) {
      book.queueFresh(row.call(), new QueuedCall(row.number(), row.variables(), 0));
    }
    BatchProgress received = progress.received(row.call().row());
    book.put(progress.swept() ? received.taken(row.call().row()) : received);
    if (progress.swept()) {
      finishIfDone(book, progress.batch());
    }
  }

  private void seal(LaneBook book, BatchSealed sealed, Instant now) {
    BatchProgress progress = progressOf(book, sealed.batch(), now);
    if (progress.phase() == Phase.FILLING) {
      book.put(progress.in(Phase.SEALED));
      finishIfDone(book, sealed.batch());
    }
  }

  private void stop(LaneBook book, BatchId batch, Instant now, Decisions decisions) {
    Optional<BatchProgress> known = book.progress(batch);
    if (known.isEmpty() || known.get().swept()) {
      return;
    }
    List<OpenCall> open = book.openCalls().stream().filter(call -> isOf(batch, call)).toList();
    open.stream()
        .filter(HeldBack.class::isInstance)
        .forEach(call -> book.close(call.attempt().call()));
    List<CallId> out =
        open.stream()
            .filter(call -> !(call instanceof HeldBack))
            .map(call -> call.attempt().call())
            .toList();
    book.put(known.get().in(Phase.STOPPED));
    decisions.say(new BatchStopped(batch, now, out));
    finishIfDone(book, batch);
  }

  private void hear(LaneBook book, CallEvent.Report report, Instant now, Decisions decisions) {
    CallId id = report.attempt().call();
    Optional<OpenCall> open = book.open(id);
    if (open.isEmpty() || !open.get().attempt().equals(report.attempt())) {
      // About an attempt that is over: repeated or late, and already settled.
      return;
    }
    int longest =
        book.terms(id.batch())
            .map(terms -> terms.agent().maxCallSeconds())
            .orElse(CallingAgent.DEFAULT_MAX_CALL_SECONDS);
    Step step =
        pace(book, open.get().on(report, now, timing, Duration.ofSeconds(longest)), report, now);
    switch (step) {
      case Step.Become(HeldBack back) when isStopped(book, id.batch()) -> {
        book.close(id);
        settle(book, new CallSettled(id, now, back.call().attempts(), null), decisions);
      }
      case Step.Become(OpenCall next) -> book.put(next);
      case Step.Unchanged nothing -> {
        // Repeated or overtaken by a later report.
      }
      case Step.Over(var outcome) -> {
        book.close(id);
        QueuedCall call = open.get().call().dialed();
        SmartCallback callbacks = book.terms(id.batch()).map(BatchTerms::callbacks).orElse(null);
        if (callbacks != null
            && !isStopped(book, id.batch())
            && callbacks.callsBack(call.attempts(), outcome)) {
          Instant due = now.plus(callbacks.gapAfter(call.attempts()));
          book.queueCallback(due, id, call);
          decisions.say(new CallbackScheduled(id, now, call.attempts(), outcome, due));
        } else {
          settle(book, new CallSettled(id, now, call.attempts(), outcome), decisions);
        }
      }
    }
  }

  /**
   * Undialed requests rest, and slow the lane down where they are many or where the carrier asks
   * for it; dials let it flow. What a stopping worker gives back says nothing about the next one.
   */
  private static Step pace(LaneBook book, Step step, CallEvent.Report report, Instant now) {
    LaneState state = book.state();
    if (report instanceof NotDialed answer
        && answer.cause() != NotDialed.Cause.STOPPING
        && step instanceof Step.Become(HeldBack back)) {
      Instant until = now.plus(state.rest(answer.retryAfter()));
      book.put(
          answer.cause() == NotDialed.Cause.SLOW_DOWN
              ? state.slowed(until)
              : state.rested(now, until, answer.retryAfter() != null));
      return new Step.Become(new HeldBack(back.attempt(), back.call(), until, back.rounds()));
    }
    if (report instanceof Dialing && state.holds() > 0) {
      book.put(state.flowing());
    }
    return step;
  }

  private static void settle(LaneBook book, CallSettled settled, Decisions decisions) {
    decisions.say(settled);
    BatchId batch = settled.call().batch();
    book.progress(batch).ifPresent(progress -> book.put(progress.oneSettled()));
    finishIfDone(book, batch);
  }

  private static boolean isStopped(LaneBook book, BatchId batch) {
    return book.progress(batch).map(BatchProgress::swept).orElse(false);
  }

  private static BatchProgress progressOf(LaneBook book, BatchId batch, Instant now) {
    return book.progress(batch).orElseGet(() -> BatchProgress.begin(batch, now));
  }

  static boolean isOf(BatchId batch, OpenCall call) {
    return call.attempt().call().token().equals(batch.token());
  }

  /** Forgets a batch of which nothing more can come. */
  static void finishIfDone(LaneBook book, BatchId batch) {
    Optional<BatchTerms> terms = book.terms(batch);
    Optional<BatchProgress> progress = book.progress(batch);
    if (terms.isEmpty() || progress.isEmpty()) {
      return;
    }
    BatchProgress done = progress.get();
    boolean complete = done.rows() >= terms.get().laneTotal();
    boolean over =
        switch (done.phase()) {
          case FILLING -> false;
          case SEALED -> done.settled() >= terms.get().laneTotal();
          case STOPPED, EXPIRED -> isSwept(book, done);
        };
    if (complete && over) {
      book.forget(batch);
    }
  }

  /** Whether nothing of a stopped batch waits or is out any more. */
  static boolean isSwept(LaneBook book, BatchProgress stopped) {
    return !stopped.hasFresh()
        && book.firstCallback(stopped.batch()).isEmpty()
        && book.openCalls().stream().noneMatch(call -> isOf(stopped.batch(), call));
  }
}
