package peal.projector.fold;

import java.util.function.UnaryOperator;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallEvent.BatchFinished;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.BatchTripped;
import peal.domain.event.CallEvent.CallHeld;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.LateOptOut;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.CallEvent.PauseApplied;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallEvent.Report;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;

/**
 * Folds a lane's events into its store. Reports may come in any order and repeatedly; decisions
 * come in order.
 *
 * <p>A row costs one call and one block: a million of them pass here, so they never touch the
 * batch. A stop costs its list of open calls, never the rows that it drops.
 */
public final class LaneFold {
  private static final long UNKNOWN = -1;

  private final LaneStore store;

  /** A fold into {@code store}. */
  public LaneFold(LaneStore store) {
    this.store = store;
  }

  /** Folds one event of {@code lane}, of which nobody will ask where it lies. */
  public void apply(Lane lane, LaneEvent event) {
    apply(lane, event, UNKNOWN);
  }

  /**
   * Folds one event of {@code lane}.
   *
   * @param offset where its record lies in the lane's partition, at least 0
   */
  public void apply(Lane lane, LaneEvent event, long offset) {
    switch (event) {
      case CallQueued e -> queue(lane, e);
      case BatchOpened e -> onBatch(key(lane, e.batch()), batch -> batch.opened(e));
      case BatchSealed e -> onBatch(key(lane, e.batch()), batch -> batch.sealed(e));
      case BatchExtended e -> {
        long here = e.extent().laneTotal(lane.index());
        onBatch(key(lane, e.batch()), batch -> batch.extended(e.extent(), here, e.at()));
      }
      // A wish. It is a fact once dispatch says BatchStopped.
      case BatchCancelled e -> {}
      // Wishes as well.
      case BatchPaused e -> {}
      case BatchResumed e -> {}
      case BatchChanged e -> {}
      case Suppression e -> {}
      case BatchForgotten e -> forget(key(lane, e.batch()), e);
      case Dialing e -> onReport(lane, e, seen(e), offset);
      case Connected e -> onReport(lane, e, seen(e), offset);
      case Progress e -> onReport(lane, e, seen(e), offset);
      case Ended e -> onReport(lane, e, (call, over) -> call.ended(e), offset);
      // Nothing made the call active that was not at the carrier, so there is nothing to undo.
      case NotDialed e -> onReport(lane, e, (call, over) -> call, offset);
      // Dispatch decides what follows.
      case NeverHeardOf e -> onReport(lane, e, (call, over) -> call, offset);
      case CallbackScheduled e ->
          onCall(lane, e.call(), (call, over) -> call.calledBack(e, over), new Noted(e, offset));
      case CallHeld e -> onCall(lane, e.call(), (call, over) -> call, new Noted(e, offset));
      case CallSettled e ->
          onCall(lane, e.call(), (call, over) -> call.settled(e), new Noted(e, offset));
      case BatchStopped e -> stop(lane, e, new Noted(e, offset));
      case NumberSuppressed e -> suppress(lane, e);
      case LateOptOut e -> optOut(lane, e, offset);
      case BatchFinished e ->
          onBatch(key(lane, e.batch()), batch -> batch.finished(new Noted(e, offset).at()));
      case PauseApplied e -> onBatch(key(lane, e.batch()), batch -> batch.paused(e));
      // The pause that it causes says why.
      case BatchTripped e -> {}
      case ChangeApplied e -> onBatch(key(lane, e.batch()), batch -> batch.changed(e.change()));
      case BatchExpired e ->
          onBatch(key(lane, e.batch()), batch -> batch.expired(e.at(), new Noted(e, offset).at()));
    }
  }

  private interface CallChange {
    CallView apply(CallView call, boolean over);
  }

  private static CallChange seen(Report report) {
    return (call, over) -> call.seen(report.attempt().number(), report.at(), over);
  }

  /**
   * The record of which a call keeps where it lies.
   *
   * @param offset {@link #UNKNOWN} where nobody will ask
   */
  private record Noted(CallEvent event, long offset) {
    /** Of a call that is only named. */
    static final Noted NOWHERE = new Noted(null, UNKNOWN);

    /** Null where it is not known. */
    Long at() {
      return offset == UNKNOWN ? null : offset;
    }

    CallView in(CallView before, CallView after, BatchView batch, BatchView counted) {
      if (offset == UNKNOWN) {
        return after;
      }
      boolean first = batch.firstStart() == null && counted.firstStart() != null;
      boolean last = batch.endedAt() == null && counted.endedAt() != null && !counted.saysItsEnd();
      return after.noted(offset, Change.by(event, before, after, first, last));
    }
  }

  private void onReport(Lane lane, Report report, CallChange change, long offset) {
    onCall(lane, report.attempt().call(), change, new Noted(report, offset));
  }

  private void queue(Lane lane, CallQueued event) {
    LaneBatchKey key = new LaneBatchKey(lane, event.call().token());
    long row = event.call().row();
    Block block = store.block(key, Block.of(row));
    if (row <= block.lastRow()) {
      return;
    }
    CallView before = row <= block.early() ? store.call(key, row) : CallView.UNSEEN;
    CallView after = before.withRow(event.number(), event.variables(), event.zones());
    if (before.trail().hasNoted(Change.OPTED_OUT)) {
      AttemptId attempt = new AttemptId(event.call(), Math.max(1, before.closed()));
      store.list(lane, Suppression.ofOptOut(event.number(), attempt, event.at()));
    }
    store.put(key, row, before, after);
    store.put(key, Block.of(row), block, block.read(row, after.status()));
  }

  /** Its row may lie behind it. */
  private void optOut(Lane lane, LateOptOut heard, long offset) {
    CallId id = heard.attempt().call();
    LaneBatchKey key = new LaneBatchKey(lane, id.token());
    CallView call = store.call(key, id.row());
    BatchView batch = store.batch(key);
    if (call.trail().offsets().contains(offset)) {
      return;
    }
    if (call.known()) {
      store.list(lane, Suppression.ofOptOut(call.number(), heard.attempt(), heard.at()));
    } else if (batch.opened() == null
        || batch.forgottenAt() != null
        || id.row() <= store.block(key, Block.of(id.row())).lastRow()) {
      store.loseOptOut(id);
    }
    onCall(lane, id, (view, over) -> view, new Noted(heard, offset));
  }

  private void stop(Lane lane, BatchStopped event, Noted record) {
    LaneBatchKey key = key(lane, event.batch());
    if (store.batch(key).stoppedAt() != null) {
      return;
    }
    event.out().forEach(call -> onCall(lane, call, (view, over) -> view.out(), Noted.NOWHERE));
    onBatch(key, batch -> batch.stopped(event, record.at()));
  }

  private void suppress(Lane lane, NumberSuppressed event) {
    Suppression said = event.entry();
    ListEntry before = store.entry(lane, said.list(), said.number()).orElse(null);
    ListEntry after = after(before, event);
    if (after != before) {
      store.put(lane, said.list(), said.number(), before, after);
    }
    int more = (after == null ? 0 : 1) - (before == null ? 0 : 1);
    LaneLists lists = store.lists(lane);
    store.put(lane, lists, lists.after(event, more));
  }

  /** Null for none. */
  private static ListEntry after(ListEntry before, NumberSuppressed event) {
    Suppression said = event.entry();
    if (event.changed()) {
      if (said.removed()) {
        return null;
      }
      // Another gateway's clock may be behind.
      ListEntry made = ListEntry.of(said);
      return before == null ? made : made.confirmed(before.said());
    }
    return before == null || said.removed() ? before : before.confirmed(said.at());
  }

  /** Only what has ended is forgotten; what was never heard of is not made known by this. */
  private void forget(LaneBatchKey key, BatchForgotten event) {
    if (store.batch(key).endedAt() != null) {
      onBatch(key, batch -> batch.forgotten(event.at()));
    }
  }

  private void onBatch(LaneBatchKey key, UnaryOperator<BatchView> change) {
    BatchView before = store.batch(key);
    BatchView after = change.apply(before);
    if (after != before) {
      store.put(key, before, after);
    }
  }

  private void onCall(Lane lane, CallId id, CallChange change, Noted record) {
    LaneBatchKey key = new LaneBatchKey(lane, id.token());
    BatchView batch = store.batch(key);
    CallView before = store.call(key, id.row());
    CallView changed = change.apply(before, batch.over());
    BatchView counted =
        changed == before ? batch : batch.changed(id.row(), before, changed, record.at());
    CallView after = record.in(before, changed, batch, counted);
    if (after == before) {
      return;
    }
    store.put(key, id.row(), before, after);
    if (counted != batch) {
      store.put(key, batch, counted);
    }
    count(key, id.row(), before, after);
  }

  private void count(LaneBatchKey key, long row, CallView before, CallView after) {
    long index = Block.of(row);
    if (!after.known()) {
      Block block = store.block(key, index);
      if (row > block.early()) {
        store.put(key, index, block, block.early(row));
      }
    } else if (before.status() != after.status()) {
      Block block = store.block(key, index);
      store.put(key, index, block, block.moved(before.status(), after.status()));
    }
  }

  private static LaneBatchKey key(Lane lane, BatchId batch) {
    return new LaneBatchKey(lane, batch.token());
  }
}
