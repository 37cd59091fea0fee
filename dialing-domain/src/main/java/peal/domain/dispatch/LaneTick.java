package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.dispatch.LaneStore.Waiting;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;

/**
 * The rules of a lane as time passes: who is dialed next, whom nobody has heard of for too long,
 * and which batches are swept away. One tick does a bounded amount of work; the next goes on.
 */
public final class LaneTick {
  /** Asks are answered slowly when the carrier is busy, and more of them would make it busier. */
  private static final int LOOKS_PER_TICK = 16;

  /**
   * A lane that has something to dial is looked at so often, should its limits be raised or its
   * dialing be resumed.
   */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /** From a request to the first question about it, and more. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);

  private final Timing timing;
  private final Duration longestSleep;
  private final LaneSweep sweep;

  /** Rules that work with {@code timing}. */
  public LaneTick(Timing timing) {
    this(timing, LONGEST_SLEEP);
  }

  /**
   * As the other one, where limits and stops may change so seldom.
   *
   * @param longestSleep how long a lane that has something to dial may sleep without an event
   */
  public LaneTick(Timing timing, Duration longestSleep) {
    this.timing = timing;
    this.longestSleep = longestSleep;
    this.sweep = new LaneSweep(timing);
  }

  /**
   * Does what is due.
   *
   * @param limits what this lane may do of its workspace's limits
   * @param stops where dialing is stopped, or has just been resumed
   * @param readSince since when the lane's records are read here without a gap
   * @param goesOn asked before each dial: whether there is time for one more
   */
  public Decisions run(
      LaneBook book,
      LaneShare limits,
      DialingStops stops,
      Instant now,
      Instant readSince,
      BooleanSupplier goesOn) {
    Decisions decisions = tend(book, now, readSince);
    FailingBatches.judge(book, limits, now, decisions);
    dial(book, limits, stops, now, goesOn, decisions);
    return decisions;
  }

  /**
   * Does what is due but dial anybody, or conclude how dialing goes: calls that are out are asked
   * about and ended, and batches swept.
   *
   * @param readSince since when the lane's records are read here without a gap
   */
  public Decisions tend(LaneBook book, Instant now, Instant readSince) {
    Decisions decisions = new Decisions();
    if (book.mayHaveBeenAhead(now)) {
      forgetWhatLiesAhead(book, now);
    }
    sweep.run(book, now, readSince, decisions);
    book.due(now, LOOKS_PER_TICK).forEach(call -> look(book, call, now, decisions));
    return decisions;
  }

  /**
   * What lies further ahead than any rest that a lane takes by itself was planned by a clock that
   * was ahead, and is due. A longer rest that a carrier asked for is lost with it, and it will ask
   * again.
   */
  private void forgetWhatLiesAhead(LaneBook book, Instant now) {
    Instant most = now.plus(timing.silence()).plus(LONGEST_LIFE);
    book.state().restsNotBeyond(most, now).ifPresent(book::put);
    book.wakeResting();
    book.attempts().lookedAtAfter(most).forEach(call -> book.put(call.lookedAt(now)));
  }

  /** When time next changes anything here; empty where only an event can. */
  public Optional<Instant> nextAct(LaneBook book, Instant now) {
    if (book.hasToJudge()) {
      return Optional.of(now);
    }
    Optional<Instant> look = book.nextLook();
    Optional<Instant> dial = book.nextTurnAt().map(turn -> nextDial(book, turn, now));
    Optional<Instant> spaced =
        book.nextSpaced()
            .map(slot -> nextDial(book, slot.minus(timing.lead()).minus(timing.window()), now));
    return Stream.of(look, dial, spaced).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  private Instant nextDial(LaneBook book, Instant turn, Instant now) {
    if (turn.isAfter(now)) {
      return turn;
    }
    if (book.stoppedUntil().isAfter(now)) {
      return book.stoppedUntil();
    }
    LaneState state = book.state();
    if (book.isFull()) {
      return now.plus(longestSleep);
    }
    Instant slot = instant(state.nextSlotMicros()).minus(timing.lead()).minus(timing.window());
    Instant from = slot.isAfter(state.holdUntil()) ? slot : state.holdUntil();
    Instant latest = now.plus(longestSleep);
    return from.isAfter(latest) ? latest : from;
  }

  private void look(LaneBook book, OpenCall call, Instant now, Decisions decisions) {
    switch (call) {
      case HeldBack back -> {
        // Waits for its turn, not for news.
      }
      case Requested requested -> {
        boolean outage = !Pace.takesOthers(book, requested, now);
        if (requested.isLost(now, outage)) {
          Dispatch.take(book, requested, new OpenCall.Step.Over(Outcome.UNKNOWN), now, decisions);
          return;
        }
        decisions.ask(Dispatch.about(book, requested, DialRequest.Kind.ASK));
        book.put(requested.asked(now, timing, outage));
      }
      case Placed placed when placed.cannotBeEnded(now) ->
          Dispatch.take(book, placed, new OpenCall.Step.Over(Outcome.UNKNOWN), now, decisions);
      case Placed placed -> {
        boolean unwanted = Dispatch.isUnwanted(book, placed, now);
        if (placed.tooLong(now)) {
          decisions.ask(Dispatch.about(book, placed, DialRequest.Kind.HANG_UP));
        } else if (unwanted) {
          decisions.ask(Dispatch.about(book, placed, DialRequest.Kind.WITHDRAW));
        }
        // Where it was to be ended before, its end was not heard of.
        boolean ends = placed.tooLong(now) || unwanted;
        if (!ends || placed.asks() > 0 || placed.hangUps() > 0) {
          decisions.ask(Dispatch.about(book, placed, DialRequest.Kind.ASK));
        }
        book.put(placed.asked(now, timing));
      }
    }
  }

  private void dial(
      LaneBook book,
      LaneShare limits,
      DialingStops stops,
      Instant now,
      BooleanSupplier goesOn,
      Decisions decisions) {
    double pace = stops.paceOf(book.lane().workspace(), now, timing.slowStart());
    book.stopped(pace == 0 ? now.plus(longestSleep) : Instant.MIN);
    if (pace == 0 || now.isBefore(book.state().holdUntil())) {
      return;
    }
    LaneShare share = limits.at(pace);
    CarrierPaces carriers = new CarrierPaces(book, stops, limits, now, timing);
    long earliest = micros(now.plus(timing.lead()));
    long latest = earliest + timing.window().toNanos() / 1_000;
    // After a far lower limit, or a clock that was ahead, the next slot lies further than one
    // distance beyond any that was given away.
    book.state().notBeyond(latest + share.slotDistanceMicros()).ifPresent(book::put);
    int undialed = Math.min(share.undialed(timing), book.window().places());
    PlanGate plans = new PlanGate(book, limits, latest);
    long from = earliest;
    while (goesOn.getAsBoolean()) {
      long slot = Math.max(book.state().nextSlotMicros(), from);
      if (slot > latest) {
        return;
      }
      if (book.out() >= share.open() || book.requested() >= undialed) {
        book.full();
        return;
      }
      Optional<Turn> turn = nextTurn(book, carriers, plans, slot, now, goesOn, decisions);
      if (turn.isPresent()) {
        request(book, turn.get(), slot, share, decisions);
        carriers.given(turn.get().terms().agent().carrier(), slot);
        plans.given(turn.get().terms().batch(), slot);
        continue;
      }
      // A slot that everybody's own pace forbids is lost; the first that it allows is the next.
      Optional<Instant> later = book.nextSpaced();
      if (later.isEmpty() || micros(later.get()) > latest) {
        return;
      }
      from = micros(later.get());
    }
  }

  /**
   * A call whose turn it is, out of the queue, with the attempt that it is to make, and when its
   * hours are over.
   */
  private record Turn(
      AttemptId attempt, QueuedCall call, BatchTerms terms, int rounds, Instant closesAt) {}

  /** A batch that has less than it seemed to have is left out, and the next one looked at. */
  private Optional<Turn> nextTurn(
      LaneBook book,
      CarrierPaces carriers,
      PlanGate plans,
      long slotMicros,
      Instant now,
      BooleanSupplier goesOn,
      Decisions decisions) {
    Instant slot = instant(slotMicros);
    for (Optional<BatchId> batch = book.nextTurn(now, slot);
        batch.isPresent();
        batch = book.nextTurn(now, slot)) {
      Optional<Turn> turn =
          plans.lets(batch.get(), slotMicros)
              ? turnOf(book, batch.get(), carriers, slotMicros, now, goesOn, decisions)
              : Optional.empty();
      if (turn.isPresent() || !goesOn.getAsBoolean()) {
        return turn;
      }
    }
    return Optional.empty();
  }

  private Optional<Turn> turnOf(
      LaneBook book,
      BatchId batch,
      CarrierPaces carriers,
      long slotMicros,
      Instant now,
      BooleanSupplier goesOn,
      Decisions decisions) {
    BatchOutline outline = book.outline(batch).orElseThrow();
    Optional<Instant> rest = carriers.restOf(outline.carrier(), slotMicros);
    if (rest.isPresent()) {
      book.rest(batch, rest.get());
      return Optional.empty();
    }
    Optional<DeniedCaller> denied = book.state().deniedCaller(outline.carrier(), outline.from());
    if (denied.isPresent() && now.isBefore(denied.get().until())) {
      book.rest(batch, denied.get().until());
      return Optional.empty();
    }
    Optional<Turn> turn = callOf(book, batch, instant(slotMicros), now, goesOn, decisions);
    if (turn.isPresent() && denied.isPresent() && !denied.get().forGood()) {
      Instant known = now.plus(timing.lead()).plus(timing.window());
      book.put(
          book.state().denied(denied.get().tried(known.plus(timing.life()).plus(timing.slack()))));
    }
    return turn;
  }

  /** Of the queues whose hours are open at the slot, the one whose turn it is. */
  private static Optional<Turn> callOf(
      LaneBook book,
      BatchId batch,
      Instant slot,
      Instant now,
      BooleanSupplier goesOn,
      Decisions decisions) {
    for (Optional<LaneQueue> queue = book.nextQueue(batch, now);
        queue.isPresent();
        queue = book.nextQueue(batch, now)) {
      BatchTerms terms =
          book.terms(batch)
              .orElseThrow(() -> new IllegalStateException("terms are kept as long as " + batch));
      CallingHours hours = terms.hours();
      Verdict verdict =
          hours == null ? new Verdict.Go(Instant.MAX) : book.judge(batch, queue.get(), hours, slot);
      if (verdict instanceof Verdict.Go go) {
        return callOf(book, terms, queue.get(), go.closesAt(), slot, now, decisions);
      }
      // Each of many queues that are closed costs a look at its hours.
      if (!goesOn.getAsBoolean()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * The call of a queue whose turn it is; empty where nobody may call its number (now), which uses
   * up no turn of the batch.
   */
  private static Optional<Turn> callOf(
      LaneBook book,
      BatchTerms terms,
      LaneQueue queue,
      Instant closesAt,
      Instant slot,
      Instant now,
      Decisions decisions) {
    BatchId batch = terms.batch();
    Optional<HeldBack> deferred =
        book.firstHeldBack(batch, queue).filter(call -> !now.isBefore(call.lookAt()));
    Optional<Waiting> callback =
        book.firstCallback(batch, queue).filter(waiting -> !now.isBefore(waiting.due()));
    BatchProgress progress = book.progress(batch).orElseThrow();
    // What lost its slot goes first, but takes no more than every other turn, for some calls come
    // back again and again; unless there are too many of them.
    boolean others =
        !book.hasBacklog(batch) && (callback.isPresent() || progress.of(queue).hasFresh());
    if (deferred.isPresent() && !(others && queue.deferredLast())) {
      HeldBack back = deferred.get();
      if (Suppressions.keep(book, back, slot, now, decisions)
          || NumbersInUse.keep(book, back, now)
          || LimitedNumbers.keep(book, back, terms.hours(), slot, now, decisions)) {
        return Optional.empty();
      }
      book.served(batch, queue, true);
      return Optional.of(new Turn(back.attempt(), back.call(), terms, back.rounds(), closesAt));
    }
    // A callback has a promised time, so it goes before rows that were never dialed.
    callback.ifPresent(book::removeCallback);
    Optional<Waiting> next = callback.isPresent() ? callback : fresh(book, progress, queue);
    if (next.isPresent() && keep(book, next.get(), terms.hours(), slot, now, decisions)) {
      return Optional.empty();
    }
    book.served(batch, queue, false);
    return next.map(waiting -> turn(waiting, terms, closesAt));
  }

  /** Whether a call must not be dialed at the slot; it is settled, or back in its queue. */
  private static boolean keep(
      LaneBook book,
      Waiting next,
      CallingHours hours,
      Instant slot,
      Instant now,
      Decisions decisions) {
    return Suppressions.keep(book, next.id(), next.call(), slot, now, decisions)
        || NumbersInUse.keep(book, next.id(), next.call(), now)
        || LimitedNumbers.keep(book, next.id(), next.call(), hours, slot, now, decisions);
  }

  private static Optional<Waiting> fresh(LaneBook book, BatchProgress progress, LaneQueue queue) {
    ZoneRows rows = progress.of(queue);
    Optional<Waiting> row = book.takeFresh(progress.batch(), rows);
    long taken = row.map(waiting -> waiting.id().row()).orElse(rows.lastRow());
    book.put(progress.taken(rows.zones(), taken));
    return row;
  }

  private static Turn turn(Waiting waiting, BatchTerms terms, Instant closesAt) {
    AttemptId attempt = new AttemptId(waiting.id(), waiting.call().attempts() + 1);
    return new Turn(attempt, waiting.call(), terms, 0, closesAt);
  }

  private void request(
      LaneBook book, Turn turn, long slotMicros, LaneShare share, Decisions decisions) {
    // Milliseconds on the wire; rounded up, so that no dial comes before its slot.
    Instant slotAt = Instant.ofEpochMilli(Math.ceilDiv(slotMicros, 1_000));
    Instant late = earlier(slotAt.plus(timing.life()), turn.closesAt());
    Instant dialBy = earlier(late, book.plan(turn.terms().batch()).endAt());
    Duration silent = timing.life().plus(timing.slack());
    book.put(
        new Requested(
            turn.attempt(), turn.call(), slotAt, dialBy, slotAt.plus(silent), 0, turn.rounds()));
    book.put(book.state().used(slotMicros, share.slotDistanceMicros()));
    DialRequest dial =
        new DialRequest(
            turn.attempt(),
            book.lane(),
            DialRequest.Kind.DIAL,
            turn.call().number(),
            turn.terms().agent(),
            turn.call().variables(),
            slotAt,
            dialBy,
            share.spacingMicros());
    int revision =
        book.progress(turn.terms().batch()).map(BatchProgress::revision).orElse(PlanRevision.FIRST);
    decisions.ask(dial.knowing(book.state().suppressionsSeen(), revision));
  }

  private static Instant earlier(Instant at, Instant other) {
    return other != null && other.isBefore(at) ? other : at;
  }

  static long micros(Instant instant) {
    return Math.addExact(instant.getEpochSecond() * 1_000_000, instant.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plusNanos(micros * 1_000);
  }
}
