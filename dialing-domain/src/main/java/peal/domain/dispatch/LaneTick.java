package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.DialRequest;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.LaneBook.Waiting;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;
import peal.domain.event.CallEvent.BatchExpired;

/**
 * The rules of a lane as time passes: who is dialed next, whom nobody has heard of for too long,
 * and which batches are swept away. One tick does a bounded amount of work; the next goes on.
 */
public final class LaneTick {
  private static final int SWEPT_PER_TICK = 500;

  /** After its start dispatch has read by then what came while it was away, commands first. */
  private static final Duration CATCH_UP = Duration.ofSeconds(30);

  private final Timing timing;

  /** What one tick may still sweep away, over all batches. Used by one thread. */
  private static final class Broom {
    private int left = SWEPT_PER_TICK;

    /** Whether it takes one more; counts it. */
    private boolean takes() {
      return left-- > 0;
    }
  }

  /** Rules that work with {@code timing}. */
  public LaneTick(Timing timing) {
    this.timing = timing;
  }

  /**
   * Does what is due.
   *
   * @param share what this lane may do of its workspace's limits
   * @param budget most dials to request in this tick
   * @param readSince since when the lane's records are read here without a gap
   */
  public Decisions run(LaneBook book, LaneShare share, Instant now, int budget, Instant readSince) {
    Decisions decisions = new Decisions();
    List<BatchProgress> batches = List.copyOf(book.batches());
    batches.forEach(batch -> expire(book, batch, now, readSince, decisions));
    Broom broom = new Broom();
    batches.forEach(batch -> sweep(book, batch.batch(), now, broom));
    if (!now.isBefore(book.nextLook())) {
      book.openCalls().forEach(call -> look(book, call, now, decisions));
    }
    dial(book, share, now, budget, decisions);
    return decisions;
  }

  /**
   * A batch expires when its seal can no longer come, not when it was not read yet: after an outage
   * of dispatch itself the seal may lie right behind what was read, and what was accepted is not
   * dropped.
   */
  private void expire(
      LaneBook book, BatchProgress batch, Instant now, Instant readSince, Decisions decisions) {
    if (batch.phase() != Phase.FILLING) {
      return;
    }
    Optional<BatchTerms> terms = book.terms(batch.batch());
    Instant until = terms.map(BatchTerms::sealBy).orElse(batch.since().plus(timing.orphaned()));
    Instant heard = batch.since().isAfter(readSince) ? batch.since() : readSince;
    if (now.isAfter(until) && now.isAfter(heard.plus(CATCH_UP))) {
      book.put(batch.in(Phase.EXPIRED));
      terms.ifPresent(known -> decisions.say(new BatchExpired(batch.batch(), now)));
    }
  }

  private void sweep(LaneBook book, BatchId id, Instant now, Broom broom) {
    Optional<BatchProgress> known = book.progress(id);
    if (known.isEmpty()) {
      return;
    }
    BatchProgress batch = known.get();
    if (!batch.swept()) {
      // A seal without terms, or the other way round, waits for its other half, but not for ever.
      if (batch.phase() == Phase.SEALED
          && book.terms(id).isEmpty()
          && now.isAfter(batch.since().plus(timing.orphaned()))) {
        book.put(batch.in(Phase.EXPIRED));
      }
      return;
    }
    batch = sweepFresh(book, batch, broom);
    sweepCallbacks(book, id, broom);
    Dispatch.finishIfDone(book, id);
    // Rows of a batch whose writer died never come; what is left is forgotten in the end.
    if (book.progress(id).isPresent()
        && now.isAfter(batch.since().plus(timing.orphaned().multipliedBy(2)))
        && Dispatch.isSwept(book, batch)) {
      book.forget(id);
    }
  }

  private static BatchProgress sweepFresh(LaneBook book, BatchProgress before, Broom broom) {
    BatchProgress batch = before;
    while (batch.hasFresh() && broom.takes()) {
      Optional<Waiting> row = book.firstFreshAfter(batch.batch(), batch.takenRow());
      row.ifPresent(waiting -> book.removeFresh(waiting.id()));
      batch = batch.taken(row.map(waiting -> waiting.id().row()).orElse(batch.lastRow()));
    }
    if (!batch.equals(before)) {
      book.put(batch);
    }
    return batch;
  }

  private static void sweepCallbacks(LaneBook book, BatchId id, Broom broom) {
    while (broom.takes()) {
      Optional<Waiting> callback = book.firstCallback(id);
      if (callback.isEmpty()) {
        return;
      }
      book.removeCallback(callback.get());
    }
  }

  private void look(LaneBook book, OpenCall call, Instant now, Decisions decisions) {
    if (now.isBefore(call.lookAt())) {
      return;
    }
    switch (call) {
      case HeldBack back -> {
        // Waits for its turn, not for news.
      }
      case Requested requested -> {
        decisions.ask(DialRequest.ask(requested.attempt(), book.lane()));
        book.put(requested.asked(now, timing));
      }
      case Placed placed -> {
        decisions.ask(
            placed.tooLong(now)
                ? DialRequest.hangUp(placed.attempt(), book.lane())
                : DialRequest.ask(placed.attempt(), book.lane()));
        if (placed.tooLong(now) && placed.asks() > 0) {
          // The hang-up was asked for and its end not heard of.
          decisions.ask(DialRequest.ask(placed.attempt(), book.lane()));
        }
        book.put(placed.asked(now, timing));
      }
    }
  }

  private void dial(LaneBook book, LaneShare share, Instant now, int budget, Decisions decisions) {
    if (now.isBefore(book.state().holdUntil())) {
      return;
    }
    long earliest = micros(now.plus(timing.lead()));
    long latest = earliest + timing.window().toNanos() / 1_000;
    // After a far lower limit, or a clock that was ahead, the next slot lies further than one
    // distance beyond any that was given away.
    book.state().notBeyond(latest + share.slotDistanceMicros()).ifPresent(book::put);
    int undialed = share.undialed(timing);
    for (int i = 0; i < budget; i++) {
      LaneState state = book.state();
      long slot = Math.max(state.nextSlotMicros(), earliest);
      if (slot > latest || book.out() >= share.open() || book.requested() >= undialed) {
        return;
      }
      Optional<Turn> turn = nextTurn(book, now);
      if (turn.isEmpty()) {
        return;
      }
      request(book, turn.get(), slot, share, decisions);
    }
  }

  /** A call whose turn it is, out of the queue, with the attempt that it is to make. */
  private record Turn(AttemptId attempt, QueuedCall call, BatchTerms terms, int rounds) {}

  private static Optional<Turn> nextTurn(LaneBook book, Instant now) {
    Optional<HeldBack> back = book.firstHeldBack().filter(call -> !now.isBefore(call.lookAt()));
    if (back.isPresent()) {
      // What was promised a slot and lost it goes first.
      AttemptId attempt = back.get().attempt();
      return book.terms(attempt.call().batch())
          .map(terms -> new Turn(attempt, back.get().call(), terms, back.get().rounds()));
    }
    List<BatchProgress> batches = List.copyOf(book.batches());
    for (BatchProgress batch : batches) {
      // Somebody waits for a single call: it goes before rows of a file.
      if (book.terms(batch.batch()).map(BatchTerms::single).orElse(false)) {
        Optional<Turn> turn = turnOf(book, batch, now);
        if (turn.isPresent()) {
          return turn;
        }
      }
    }
    int first = firstAfter(batches, book.state().lastTurn());
    for (int i = 0; i < batches.size(); i++) {
      BatchProgress batch = batches.get((first + i) % batches.size());
      Optional<Turn> turn = turnOf(book, batch, now);
      if (turn.isPresent()) {
        return turn;
      }
    }
    return Optional.empty();
  }

  /** Batches take turns: the one after {@code lastTurn} in order of id comes first. */
  private static int firstAfter(List<BatchProgress> batches, BatchId lastTurn) {
    for (int i = 0; lastTurn != null && i < batches.size(); i++) {
      if (batches.get(i).batch().value().compareTo(lastTurn.value()) > 0) {
        return i;
      }
    }
    return 0;
  }

  private static Optional<Turn> turnOf(LaneBook book, BatchProgress batch, Instant now) {
    if (batch.phase() != Phase.SEALED) {
      return Optional.empty();
    }
    Optional<BatchTerms> terms = book.terms(batch.batch());
    if (terms.isEmpty()
        || (terms.get().scheduledAt() != null && now.isBefore(terms.get().scheduledAt()))) {
      return Optional.empty();
    }
    // A callback has a promised time, so it goes before rows that were never dialed.
    Optional<Waiting> callback =
        book.firstCallback(batch.batch()).filter(waiting -> !now.isBefore(waiting.due()));
    if (callback.isPresent()) {
      book.removeCallback(callback.get());
      return callback.map(waiting -> turn(waiting, terms.get()));
    }
    if (!batch.hasFresh()) {
      return Optional.empty();
    }
    Optional<Waiting> row = book.firstFreshAfter(batch.batch(), batch.takenRow());
    row.ifPresent(waiting -> {
      book.removeFresh(waiting.id());
      book.put(batch.taken(waiting.id().row()));
    });
    return row.map(waiting -> turn(waiting, terms.get()));
  }

  private static Turn turn(Waiting waiting, BatchTerms terms) {
    AttemptId attempt = new AttemptId(waiting.id(), waiting.call().attempts() + 1);
    return new Turn(attempt, waiting.call(), terms, 0);
  }

  private void request(
      LaneBook book, Turn turn, long slotMicros, LaneShare share, Decisions decisions) {
    // Milliseconds on the wire; rounded up, so that no dial comes before its slot.
    Instant slotAt = Instant.ofEpochMilli(Math.ceilDiv(slotMicros, 1_000));
    Instant dialBy = slotAt.plus(timing.life());
    Duration silent = timing.life().plus(timing.slack());
    book.put(
        new Requested(
            turn.attempt(), turn.call(), slotAt, dialBy, slotAt.plus(silent), 0, turn.rounds()));
    book.put(
        book.state().used(slotMicros, share.slotDistanceMicros(), turn.attempt().call().batch()));
    decisions.ask(
        new DialRequest(
            turn.attempt(),
            book.lane(),
            DialRequest.Kind.DIAL,
            turn.call().number(),
            turn.terms().agent(),
            turn.call().variables(),
            slotAt,
            dialBy,
            share.spacingMicros()));
  }

  private static long micros(Instant instant) {
    return Math.addExact(instant.getEpochSecond() * 1_000_000, instant.getNano() / 1_000);
  }
}
