package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.CongestionWindow;
import peal.domain.DialRequest;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;
import peal.domain.dispatch.OpenCall.Step;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchFinished;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.LateOptOut;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;
import peal.domain.hours.Verdict;

/**
 * The rules of a lane as events come in: what they change in its book and what is decided because
 * of them. {@link LaneTick} holds the rules of time.
 *
 * <p>Rows, batch commands and reports may come in any order relative to each other, and reports and
 * rows may repeat; decisions are made once.
 */
public final class Dispatch {
  private static final long UNKNOWN = -1;

  private final Timing timing;
  private final Pace pace;

  /** Rules that work with {@code timing}. */
  public Dispatch(Timing timing) {
    this.timing = timing;
    this.pace = new Pace(timing);
  }

  /** Takes in one event of the lane, of which nobody will ask where it lies. */
  public Decisions apply(LaneBook book, LaneEvent event, Instant now) {
    return apply(book, event, UNKNOWN, now);
  }

  /**
   * Takes in one event of the lane.
   *
   * @param offset where its record lies in the lane's partition of its topic, at least 0
   */
  public Decisions apply(LaneBook book, LaneEvent event, long offset, Instant now) {
    Decisions decisions = new Decisions();
    switch (event) {
      // Inputs that were read before come again where a group's offsets were lost: what has ended
      // stays ended.
      case BatchCommand command when book.isFinished(command.batch()) -> {}
      case CallQueued row when book.isFinished(row.call().batch()) -> {}
      case BatchOpened opened -> open(book, opened, now, decisions);
      case CallQueued row -> queue(book, row, now);
      case BatchSealed sealed -> seal(book, sealed, now, decisions);
      case BatchCancelled cancel -> stop(book, cancel.batch(), null, now, decisions);
      case BatchPaused pause -> BatchWishes.pause(book, pause, true, pause.by(), now, decisions);
      case BatchResumed resume -> BatchWishes.pause(book, resume, false, null, now, decisions);
      case BatchChanged change -> BatchWishes.change(book, change, now, decisions);
      case BatchExtended extended -> extend(book, extended, now, decisions);
      case BatchForgotten forgotten -> {
        // Dispatch forgets a batch as soon as it has ended here.
      }
      case Suppression entry -> Suppressions.take(book, entry, offset, now, decisions);
      case CallEvent.Report report -> hear(book, report, now, decisions);
      case CallEvent.Decision ours -> {
        // Written by this lane; already in its book.
      }
    }
    return decisions;
  }

  private void open(LaneBook book, BatchOpened opened, Instant now, Decisions decisions) {
    if (book.terms(opened.batch()).isEmpty()) {
      BatchProgress known = progressOf(book, opened.batch(), now);
      BatchProgress progress =
          opened.extent() == null ? known : known.extended(here(book, opened.extent()));
      book.put(BatchTerms.of(opened));
      book.put(progress);
      BatchWishes.sayChange(progress, now, decisions);
      finishIfDone(book, opened.batch(), now, decisions);
    }
  }

  private void queue(LaneBook book, CallQueued row, Instant now) {
    BatchProgress progress = progressOf(book, row.call().batch(), now);
    if (row.call().row() <= progress.lastRow()) {
      return;
    }
    // Where rows wait to be swept it must not seem as if all had been.
    boolean gone = progress.swept() && !progress.hasFresh();
    book.put(progress.received(row.call().row(), row.zones(), !gone));
    if (progress.swept()) {
      finishIfDone(book, progress.batch(), now);
    } else {
      book.queueFresh(row.call(), new QueuedCall(row.number(), row.variables(), 0, row.zones()));
    }
  }

  /** More rows have come, or none will: they are read before or after this. */
  private void extend(LaneBook book, BatchExtended extended, Instant now, Decisions decisions) {
    BatchProgress known = progressOf(book, extended.batch(), now);
    book.put(known.extended(here(book, extended.extent())));
    finishIfDone(book, extended.batch(), now, decisions);
  }

  private static BatchProgress.Extent here(LaneBook book, BatchExtent extent) {
    return new BatchProgress.Extent(
        extent.number(), extent.laneTotal(book.lane().index()), extent.closed());
  }

  private void seal(LaneBook book, BatchSealed sealed, Instant now, Decisions decisions) {
    BatchProgress progress = progressOf(book, sealed.batch(), now);
    if (progress.phase() == Phase.FILLING) {
      book.put(progress.in(Phase.SEALED));
      finishIfDone(book, sealed.batch(), now, decisions);
    }
  }

  /**
   * Stops a batch, of which nothing waits from then on.
   *
   * @param why null for a client's cancel
   */
  static void stop(
      LaneBook book, BatchId batch, BatchStopped.Why why, Instant now, Decisions decisions) {
    Optional<BatchProgress> known = book.progress(batch);
    if (known.isEmpty() || known.get().swept()) {
      return;
    }
    Collection<OpenCall> open = book.openCalls(batch);
    open.stream()
        .filter(HeldBack.class::isInstance)
        .forEach(call -> {
          LimitedNumbers.givenUp(book, call, now);
          book.close(call.attempt().call());
        });
    List<CallId> out =
        open.stream()
            .filter(call -> !(call instanceof HeldBack))
            .map(call -> call.attempt().call())
            .toList();
    book.put(known.get().in(Phase.STOPPED));
    open.forEach(call -> withdraw(book, call, now, now));
    decisions.say(new BatchStopped(batch, now, out, why));
    finishIfDone(book, batch, now);
  }

  private void hear(LaneBook book, CallEvent.Report report, Instant now, Decisions decisions) {
    CallId id = report.attempt().call();
    Optional<OpenCall> open = book.open(id);
    if (report instanceof CallEvent.Ended end && end.optOut() != null) {
      // Also of an attempt that is over: a bot may speak after its carrier.
      open.map(call -> call.call().number())
          .or(() -> book.reached(id))
          .ifPresentOrElse(
              number -> Suppressions.optOut(book, number, end, now, decisions),
              () -> decisions.say(new LateOptOut(end.attempt(), now)));
    }
    if (open.isEmpty() || !open.get().attempt().equals(report.attempt())) {
      // About an attempt that is over: repeated or late, and already settled.
      return;
    }
    int longest =
        book.terms(id.batch())
            .map(terms -> terms.agent().maxCallSeconds())
            .orElse(CallingAgent.DEFAULT_MAX_CALL_SECONDS);
    book.put(learned(book, open.get(), report));
    Step step = open.get().on(report, now, timing, Duration.ofSeconds(longest));
    take(book, open.get(), pace.after(book, step, report, now), now, decisions);
    Instant next = open.get() instanceof Placed ? now.plus(timing.askAgain()) : now;
    book.open(id).ifPresent(call -> withdraw(book, call, next, now));
  }

  /** Has an unwanted call looked at by {@code at}, for {@link LaneTick} withdraws it. */
  private static void withdraw(LaneBook book, OpenCall call, Instant at, Instant now) {
    if (isUnwanted(book, call, now) && at.isBefore(call.lookAt())) {
      book.put(call.lookedAt(at));
    }
  }

  /**
   * Whether it waits in its carrier's own queue and must not ring: its batch is stopped, nobody may
   * call its number, or its hours are over when its turn comes there.
   */
  static boolean isUnwanted(LaneBook book, OpenCall call, Instant now) {
    return call instanceof Placed placed
        && placed.waitsAtTheCarrier(now)
        && (isStopped(book, call.attempt().call().batch())
            || Suppressions.refusal(book, call, now).isPresent()
            || ringsOutsideItsHours(book, placed));
  }

  private static boolean ringsOutsideItsHours(LaneBook book, Placed placed) {
    return book.terms(placed.attempt().call().batch())
        .map(BatchTerms::hours)
        .map(hours -> hours.judge(ZoneRows.named(placed.call().zones()), placed.queuedUntil()))
        .filter(verdict -> !(verdict instanceof Verdict.Go))
        .isPresent();
  }

  /** Makes of an open call what {@code step} says. */
  static void take(LaneBook book, OpenCall open, Step step, Instant now, Decisions decisions) {
    CallId id = open.attempt().call();
    switch (step) {
      case Step.Become(HeldBack back) when isStopped(book, id.batch()) -> {
        LimitedNumbers.givenUp(book, back, now);
        book.close(id);
        settle(book, new CallSettled(id, now, back.call().attempts(), null), decisions);
      }
      case Step.Become(OpenCall next) -> book.put(next);
      case Step.Unchanged nothing -> {
        // Repeated or overtaken by a later report.
      }
      case Step.Over(var outcome, var undialed) -> {
        book.close(id);
        if (!undialed) {
          LimitedNumbers.dialed(book, open, outcome, now);
        }
        FailingBatches.ended(book, open, outcome, now);
        QueuedCall call = open.call().dialed(outcome);
        Optional<Duration> wait =
            isStopped(book, id.batch())
                ? Optional.empty()
                : book.plan(id.batch())
                    .callbacksOrNone()
                    .waitAfter(open.attempt(), outcome, open.call().outcomesOrNone());
        if (wait.isPresent()) {
          Optional<DoNotCall.Entry> refusal = Suppressions.refusal(book, open, now);
          if (refusal.isPresent()) {
            settle(
                book,
                new CallSettled(
                    id, now, call.attempts(), outcome, DoNotCall.RULE, refusal.get().list()),
                decisions);
          } else {
            Instant due = now.plus(wait.get());
            book.queueCallback(due, id, call);
            decisions.say(new CallbackScheduled(id, now, call.attempts(), outcome, due));
          }
        } else {
          settle(book, new CallSettled(id, now, call.attempts(), outcome), decisions);
        }
      }
    }
  }

  /** What {@code report} tells about how many requests workers can dial in time. */
  private CongestionWindow learned(LaneBook book, OpenCall open, CallEvent.Report report) {
    CongestionWindow window = book.window();
    if (!(open instanceof Requested requested)) {
      return window;
    }
    long slot = requested.slotAt().toEpochMilli();
    long newest = book.state().nextSlotMicros() / 1_000;
    return switch (report) {
      case NotDialed answer
          when Pace.overloaded(answer) && answer.slotAt().equals(requested.slotAt()) ->
          window.lost(slot, newest, book.requested());
      case NotDialed answer -> window;
      case NeverHeardOf lost -> window;
      case Dialing dialed -> {
        Duration after =
            dialed.sentAt() == null
                ? Duration.ZERO
                : Duration.between(requested.slotAt(), dialed.sentAt());
        if (after.compareTo(timing.late()) > 0) {
          yield window.late(slot, newest, book.requested());
        }
        yield after.compareTo(timing.inTime()) > 0 ? window : window.inTime(book.requested());
      }
      case CallEvent.Progress alive -> window.inTime(book.requested());
      case CallEvent.Connected alive -> window.inTime(book.requested());
      case CallEvent.Ended end -> window.inTime(book.requested());
    };
  }

  static void settle(LaneBook book, CallSettled settled, Decisions decisions) {
    decisions.say(settled);
    BatchId batch = settled.call().batch();
    book.progress(batch).ifPresent(progress -> book.put(progress.oneSettled()));
    finishIfDone(book, batch, settled.at(), decisions);
  }

  private static boolean isStopped(LaneBook book, BatchId batch) {
    return book.progress(batch).map(BatchProgress::swept).orElse(false);
  }

  static BatchProgress progressOf(LaneBook book, BatchId batch, Instant now) {
    return book.progress(batch).orElseGet(() -> BatchProgress.begin(batch, now));
  }

  /** What a worker is asked about {@code call}, at the carrier of its batch. */
  static DialRequest about(LaneBook book, OpenCall call, DialRequest.Kind kind) {
    return call.request(
        kind, book.lane(), book.terms(call.attempt().call().batch()).map(BatchTerms::agent));
  }

  /**
   * Finishes a batch of which nothing more can come. Of one that was kept open it is said: it may
   * end with its close, which is the end of no call.
   */
  private static void finishIfDone(LaneBook book, BatchId batch, Instant now, Decisions decisions) {
    Optional<BatchProgress> progress = book.progress(batch);
    if (finishIfDone(book, batch, now)
        && progress.get().extent() != null
        && progress.get().phase() == Phase.SEALED) {
      decisions.say(new BatchFinished(batch, now));
    }
  }

  /** Finishes a batch of which nothing more can come, and says whether it did. */
  static boolean finishIfDone(LaneBook book, BatchId batch, Instant now) {
    Optional<BatchOutline> outline = book.outline(batch);
    Optional<BatchProgress> progress = book.progress(batch);
    if (outline.isEmpty() || progress.isEmpty()) {
      return false;
    }
    BatchProgress done = progress.get();
    long total = done.total(outline.get().laneTotal());
    boolean complete = done.rows() >= total;
    boolean over =
        switch (done.phase()) {
          case FILLING -> false;
          case SEALED -> !done.keptOpen() && done.settled() >= total;
          case STOPPED, EXPIRED -> isSwept(book, done);
        };
    if (complete && over) {
      book.finish(batch, now);
      return true;
    }
    return false;
  }

  /** Whether nothing of a stopped batch waits or is out any more. */
  static boolean isSwept(LaneBook book, BatchProgress stopped) {
    return !stopped.hasFresh()
        && book.firstCallback(stopped.batch()).isEmpty()
        && !book.hasOpen(stopped.batch());
  }
}
