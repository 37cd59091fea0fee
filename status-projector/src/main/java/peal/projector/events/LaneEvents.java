package peal.projector.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.EventType;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.CallEvent.PauseApplied;
import peal.domain.event.CallEvent.Progress;
import peal.projector.events.LaneLog.Logged;
import peal.projector.events.LaneLog.Scan;
import peal.projector.fold.BatchView;
import peal.projector.fold.Change;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;

/**
 * Reads a lane's log as events. A record is told if the fold took it for a change of what is shown,
 * which the call's trail says; so what is told is in order per call, and a report that was repeated
 * or came late is not told again. Nothing is written for it. Used by one thread.
 */
public final class LaneEvents {
  private final LaneReader lane;
  private final LaneLog log;

  /** How far the fold has come; what lies behind is told later. */
  private final long folded;

  /** As they were when first met: whether one is single or forgotten is all that is asked. */
  private final Map<BatchId, Optional<BatchView>> batches = new HashMap<>();

  /**
   * Reads {@code lane} beside its {@code log}.
   *
   * @param folded offset of the last record that the fold has taken in, or -1 where that is not
   *     known
   */
  public LaneEvents(LaneReader lane, LaneLog log, long folded) {
    this.lane = lane;
    this.log = log;
    this.folded = folded;
  }

  /**
   * Events at {@code from} and behind it.
   *
   * @param most of them; one more where the last record is two events
   * @param bytes about how many they may take as JSON; the first may take more
   */
  public LaneEventPage read(long from, int most, long bytes) {
    Scan scan = log.scan(lane.lane(), from, folded, most);
    List<LaneEventPage.Step> steps = new ArrayList<>();
    int told = 0;
    long weight = 0;
    for (Logged record : scan.records()) {
      if (told >= most || weight >= bytes) {
        return page(scan, steps, record.offset());
      }
      Optional<List<ApiEvent>> events = events(record);
      if (events.isEmpty()) {
        return new LaneEventPage(scan.span(), steps, record.offset(), false);
      }
      if (!events.get().isEmpty()) {
        steps.add(new LaneEventPage.Step(record.offset(), events.get()));
        told += events.get().size();
        weight += events.get().stream().mapToLong(ApiEvent::bytes).sum();
      }
    }
    return page(scan, steps, scan.next());
  }

  private LaneEventPage page(Scan scan, List<LaneEventPage.Step> steps, long next) {
    return new LaneEventPage(scan.span(), steps, next, next <= folded && next < scan.span().end());
  }

  /** Empty where the fold has not come so far. */
  private Optional<List<ApiEvent>> events(Logged record) {
    return switch (record.event()) {
      case Dialing e -> ofCall(record, e.attempt().call(), e.attempt().number());
      case Connected e -> ofCall(record, e.attempt().call(), e.attempt().number());
      case CallbackScheduled e -> ofCall(record, e.call(), e.attempts());
      case CallSettled e -> ofCall(record, e.call(), e.attempts());
      case BatchStopped e -> ofBatch(record, e.batch());
      case BatchExpired e -> ofBatch(record, e.batch());
      case PauseApplied e -> Optional.of(paused(e));
      case Progress e -> Optional.of(List.of());
      case Ended e -> Optional.of(List.of());
      case NotDialed e -> Optional.of(List.of());
      case NeverHeardOf e -> Optional.of(List.of());
      case ChangeApplied e -> Optional.of(List.of());
      case NumberSuppressed e -> Optional.of(List.of());
    };
  }

  private Optional<List<ApiEvent>> ofCall(Logged record, CallId id, int attempt) {
    Optional<BatchView> batch =
        batches.computeIfAbsent(id.batch(), any -> lane.batch(any).map(LaneBatch::view));
    if (isGone(batch, record)) {
      return Optional.of(List.of());
    }
    Optional<LaneCall> found = lane.call(id.batch(), id.row());
    if (found.isEmpty() && rowIsPassed(id)) {
      // It may have been read between the two looks.
      found = lane.call(id.batch(), id.row());
      if (found.isEmpty()) {
        return Optional.of(List.of());
      }
    }
    boolean noted = found.filter(call -> call.view().trail().reaches(record.offset())).isPresent();
    if (found.isEmpty() || (!noted && record.offset() > folded)) {
      // Events are read before rows: the call is told when it has a number.
      return Optional.empty();
    }
    Change change = found.get().view().trail().at(record.offset()).orElse(usual(record.event()));
    boolean single = batch.filter(BatchView::single).isPresent();
    return Optional.of(told(record.event(), change, found.get(), attempt, single));
  }

  /** Its retention is over, and nobody is told of it any more. */
  private boolean isGone(Optional<BatchView> batch, Logged record) {
    return batch.isEmpty()
        ? record.offset() <= folded
        : batch.filter(view -> view.forgottenAt() != null).isPresent();
  }

  /** Rows come in order: one that is not there behind a later one could not be taken in. */
  private boolean rowIsPassed(CallId id) {
    return lane.blocks(id.batch()).stream()
        .anyMatch(indexed -> indexed.block().lastRow() > id.row());
  }

  /** Of a record that an earlier version noted, which did not say what it changed. */
  private static Change usual(CallEvent event) {
    return switch (event) {
      case Dialing e -> Change.DIALING;
      case Connected e -> Change.CONNECTED;
      case CallbackScheduled e -> Change.DUE_AGAIN;
      case CallSettled e -> Change.ENDED;
      default -> Change.NONE;
    };
  }

  private static List<ApiEvent> told(
      CallEvent event, Change change, LaneCall call, int attempt, boolean single) {
    Instant at = event.at();
    BatchId batch = call.id().batch();
    List<ApiEvent> told = new ArrayList<>();
    switch (change) {
      case NONE -> {}
      case DIALING, FIRST_DIALING -> {
        if (change == Change.FIRST_DIALING && !single) {
          told.add(ApiEvent.of(batch, EventType.BATCH_STARTED, at, "started"));
        }
        told.add(ApiEvent.of(call, EventType.CALL_DIALING, at, attempt, "dialing"));
      }
      case CONNECTED ->
          told.add(ApiEvent.of(call, EventType.CALL_CONNECTED, at, attempt, "connected"));
      case DUE_AGAIN -> {
        if (event instanceof CallbackScheduled e) {
          told.add(
              ApiEvent.of(
                  call,
                  EventType.CALL_SCHEDULED,
                  at,
                  attempt,
                  "scheduled",
                  e.outcome(),
                  e.dueAt()));
        }
      }
      case ENDED, LAST_ENDED -> {
        boolean cancelled = call.view().status() == CallStatus.CANCELLED;
        EventType type = cancelled ? EventType.CALL_CANCELLED : EventType.CALL_ENDED;
        told.add(ApiEvent.of(call, type, at, attempt, "ended"));
        if (change == Change.LAST_ENDED && !single) {
          told.add(ApiEvent.of(batch, EventType.BATCH_COMPLETED, at, "completed"));
        }
      }
    }
    return told;
  }

  /** Every lane of a batch says that it is paused; customers are told by the first. */
  private List<ApiEvent> paused(PauseApplied said) {
    EventType type = said.paused() ? EventType.BATCH_PAUSED : EventType.BATCH_RESUMED;
    String suffix = (said.paused() ? "paused-" : "resumed-") + said.asOf().toEpochMilli();
    return first() ? List.of(ApiEvent.of(said.batch(), type, said.at(), suffix)) : List.of();
  }

  private Optional<List<ApiEvent>> ofBatch(Logged record, BatchId id) {
    Optional<BatchView> found = lane.batch(id).map(LaneBatch::view);
    if (found.isEmpty() || found.get().forgottenAt() != null) {
      return Optional.of(List.of());
    }
    BatchView batch = found.get();
    if (!batch.over() && record.offset() > folded) {
      return Optional.empty();
    }
    Instant at = record.event().at();
    List<ApiEvent> told = new ArrayList<>();
    if (record.event() instanceof BatchExpired) {
      if (first()) {
        told.add(ApiEvent.of(id, EventType.BATCH_FAILED, at, "failed"));
      }
      return Optional.of(told);
    }
    if (first() && !batch.ended()) {
      told.add(ApiEvent.of(id, EventType.BATCH_CANCELLED, at, "cancelled"));
    }
    if (at.equals(batch.endedAt())) {
      told.add(ApiEvent.of(id, EventType.BATCH_COMPLETED, at, "completed"));
    }
    return Optional.of(told);
  }

  private boolean first() {
    return lane.lane().index() == 0;
  }
}
