package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.LaneStore.Waiting;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;

/**
 * What time does to batches: those that are not sealed in time expire, what waits of stopped ones
 * is thrown away, a bounded number per tick, and those of which nothing can come are finished.
 */
final class LaneSweep {
  private static final int BATCHES_PER_TICK = 200;
  private static final int SWEPT_PER_TICK = 500;

  /** After its start dispatch has read by then what came while it was away, commands first. */
  private static final Duration CATCH_UP = Duration.ofSeconds(30);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Timing timing;

  /** What one tick may still sweep away, over all batches. Used by one thread. */
  private static final class Broom {
    private int left = SWEPT_PER_TICK;

    /** Whether it takes one more; counts it. */
    private boolean takes() {
      return left-- > 0;
    }
  }

  LaneSweep(Timing timing) {
    this.timing = timing;
  }

  void run(LaneBook book, Instant now, Instant readSince, Decisions decisions) {
    Broom broom = new Broom();
    for (BatchId id : book.batchesToLookAt(now, BATCHES_PER_TICK)) {
      Optional<BatchProgress> batch = book.progress(id);
      Instant next =
          batch.isEmpty()
              ? null
              : switch (batch.get().phase()) {
                case FILLING -> filling(book, batch.get(), now, readSince, broom, decisions);
                case SEALED -> sealed(book, batch.get(), now, broom, decisions);
                case STOPPED, EXPIRED -> sweep(book, batch.get(), now, broom);
              };
      book.lookAgain(id, next);
    }
  }

  /**
   * A batch expires when its seal can no longer come, not when it was not read yet: after an outage
   * of dispatch itself the seal may lie right behind what was read, and what was accepted is not
   * dropped.
   *
   * @return when to look at it again
   */
  private Instant filling(
      LaneBook book,
      BatchProgress batch,
      Instant now,
      Instant readSince,
      Broom broom,
      Decisions decisions) {
    Optional<BatchOutline> outline = book.outline(batch.batch());
    Instant until = outline.map(BatchOutline::sealBy).orElse(batch.since().plus(timing.orphaned()));
    Instant heard = batch.since().isAfter(readSince) ? batch.since() : readSince;
    Instant caughtUp = heard.plus(CATCH_UP);
    Instant after = until.isAfter(caughtUp) ? until : caughtUp;
    if (!now.isAfter(after)) {
      return after.plusMillis(1);
    }
    outline.ifPresent(known -> decisions.say(new BatchExpired(batch.batch(), now)));
    return expired(book, batch, now, broom);
  }

  private Instant sealed(
      LaneBook book, BatchProgress batch, Instant now, Broom broom, Decisions decisions) {
    if (book.outline(batch.batch()).isEmpty()) {
      return halfKnown(book, batch, now, broom);
    }
    Instant end = book.plan(batch.batch()).endAt();
    if (end != null && !now.isBefore(end)) {
      return ended(book, batch.batch(), now, broom, decisions);
    }
    for (LaneQueue queue : book.refused(batch.batch())) {
      if (!skip(book, batch.batch(), queue, now, broom, decisions)) {
        return now;
      }
    }
    return end;
  }

  /**
   * Ends the calls of a queue that a rule refuses; those that were dialed before end as they ended
   * last.
   *
   * @return whether none is left
   */
  private static boolean skip(
      LaneBook book, BatchId id, LaneQueue queue, Instant now, Broom broom, Decisions decisions) {
    String why = queue.refusal().orElseThrow();
    while (book.knows(id)) {
      if (!broom.takes()) {
        return false;
      }
      Optional<Waiting> call = next(book, id, queue, now);
      if (call.isEmpty()) {
        book.rejudge(id, queue);
        return true;
      }
      CallId skipped = call.get().id();
      int attempts = call.get().call().attempts();
      Dispatch.settle(book, new CallSettled(skipped, now, attempts, null, why), decisions);
    }
    return true;
  }

  /**
   * Takes out a call of {@code queue}: a callback, a deferred one, or a row. One that is due later
   * is judged then.
   */
  private static Optional<Waiting> next(LaneBook book, BatchId id, LaneQueue queue, Instant now) {
    Optional<Waiting> callback =
        book.firstCallback(id, queue).filter(waiting -> !now.isBefore(waiting.due()));
    if (callback.isPresent()) {
      book.removeCallback(callback.get());
      return callback;
    }
    Optional<HeldBack> deferred =
        book.firstHeldBack(id, queue).filter(held -> !now.isBefore(held.lookAt()));
    if (deferred.isPresent()) {
      CallId call = deferred.get().attempt().call();
      LimitedNumbers.givenUp(book, deferred.get(), now);
      book.close(call);
      return Optional.of(new Waiting(call, null, deferred.get().call()));
    }
    BatchProgress batch = book.progress(id).orElseThrow();
    ZoneRows rows = batch.of(queue);
    if (!rows.hasFresh()) {
      return Optional.empty();
    }
    Optional<Waiting> row = book.takeFresh(id, rows);
    long taken = row.map(waiting -> waiting.id().row()).orElse(rows.lastRow());
    book.put(batch.taken(rows.zones(), taken));
    return row;
  }

  /** A seal without terms waits for its other half, but not for ever. */
  private Instant halfKnown(LaneBook book, BatchProgress batch, Instant now, Broom broom) {
    Instant after = batch.since().plus(timing.orphaned());
    if (!now.isAfter(after)) {
      return after.plusMillis(1);
    }
    return expired(book, batch, now, broom);
  }

  /** What waits when a batch's end has come is swept away as after a cancel, in every queue. */
  private Instant ended(LaneBook book, BatchId id, Instant now, Broom broom, Decisions decisions) {
    Dispatch.stop(book, id, BatchStopped.Why.ENDED, now, decisions);
    Optional<BatchProgress> stopped = book.progress(id);
    return stopped.isEmpty() ? null : sweep(book, stopped.get(), now, broom);
  }

  private Instant expired(LaneBook book, BatchProgress batch, Instant now, Broom broom) {
    book.put(batch.in(Phase.EXPIRED));
    return sweep(book, batch.in(Phase.EXPIRED), now, broom);
  }

  private Instant sweep(LaneBook book, BatchProgress before, Instant now, Broom broom) {
    BatchId id = before.batch();
    BatchProgress batch = sweepFresh(book, before, broom);
    sweepCallbacks(book, id, broom);
    Dispatch.finishIfDone(book, id, now);
    if (book.progress(id).isEmpty()) {
      return null;
    }
    if (batch.hasFresh() || book.firstCallback(id).isPresent()) {
      return now;
    }
    // Rows of a batch whose writer died never come; what is left is finished in the end.
    Instant after = batch.since().plus(timing.orphaned().multipliedBy(2));
    if (!now.isAfter(after)) {
      return after.plusMillis(1);
    }
    if (!Dispatch.isSwept(book, batch)) {
      return now.plus(AGAIN);
    }
    book.finish(id, now);
    return null;
  }

  private static BatchProgress sweepFresh(LaneBook book, BatchProgress before, Broom broom) {
    BatchProgress batch = before;
    for (int i = 0; i < before.byZones().size(); i++) {
      while (batch.of(i).hasFresh() && broom.takes()) {
        ZoneRows rows = batch.of(i);
        Optional<Waiting> row = book.takeFresh(batch.batch(), rows);
        long taken = row.map(waiting -> waiting.id().row()).orElse(rows.lastRow());
        batch = batch.taken(rows.zones(), taken);
      }
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
}
