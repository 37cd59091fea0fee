package peal.projector.events;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.EventType;
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
import peal.projector.events.LaneLog.Logged;
import peal.projector.events.LaneLog.Scan;
import peal.projector.fold.BatchView;
import peal.projector.fold.Change;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;
import peal.projector.query.RowRange;

/**
 * Reads a lane's log as events. A record is told if the fold took it for a change of what is shown,
 * which the call's trail says; so what is told is in order per call, and a report that was repeated
 * or came late is not told again. Nothing is written for it. Used by one thread.
 */
public final class LaneEvents {
  private static final Optional<List<ApiEvent>> NOTHING = Optional.of(List.of());

  /** Where a single call lies in the batch that it is kept as. */
  private static final List<RowRange> ALONE = List.of(new RowRange(0, 1));

  private final LaneReader lane;
  private final LaneLog log;

  /** How far the fold has come; what lies behind is told later. */
  private final long folded;

  private final Instant waitsSince;

  /** As they were when first met. */
  private final Map<BatchId, Optional<LaneBatch>> batches = new HashMap<>();

  /**
   * Reads {@code lane} beside its {@code log}.
   *
   * @param folded offset of the last record that the fold has taken in, or -1 where that is not
   *     known
   * @param now the time
   */
  public LaneEvents(LaneReader lane, LaneLog log, long folded, Instant now) {
    this.lane = lane;
    this.log = log;
    this.folded = folded;
    this.waitsSince = now.minus(Telling.LONGEST_WAIT);
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
      Optional<List<ApiEvent>> events = readable(record);
      if (events.isEmpty() && record.event().at().isAfter(waitsSince)) {
        return new LaneEventPage(scan.span(), steps, record.offset(), false);
      }
      if (events.isEmpty()) {
        log.untold(lane.lane(), record.offset());
        continue;
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

  /** One entry that cannot be read must not be the end of all that follow. */
  private Optional<List<ApiEvent>> readable(Logged record) {
    try {
      return events(record);
    } catch (UncheckedIOException e) {
      log.untold(lane.lane(), record.offset());
      return NOTHING;
    }
  }

  /** Empty where something is missing that the fold reads later. */
  private Optional<List<ApiEvent>> events(Logged record) {
    return switch (record.event()) {
      case Dialing e -> ofCall(record, e.attempt().call(), e.attempt().number());
      case Connected e -> ofCall(record, e.attempt().call(), e.attempt().number());
      case Progress e -> ofCall(record, e.attempt().call(), e.attempt().number());
      case CallbackScheduled e -> ofCall(record, e.call(), e.attempts());
      case CallSettled e -> ofCall(record, e.call(), e.attempts());
      case BatchStopped e -> ofBatch(e.batch(), batch -> stopped(e, record.offset(), batch));
      case BatchExpired e -> ofBatch(e.batch(), batch -> expired(e, batch));
      case BatchFinished e -> ofBatch(e.batch(), batch -> finished(record, batch));
      case PauseApplied e -> ofBatch(e.batch(), batch -> paused(e, batch));
      case Ended e -> NOTHING;
      case NotDialed e -> NOTHING;
      case CallHeld e -> NOTHING;
      case NeverHeardOf e -> NOTHING;
      case ChangeApplied e -> NOTHING;
      // Told with the pause that it causes.
      case BatchTripped e -> NOTHING;
      case NumberSuppressed e -> NOTHING;
      case LateOptOut e -> NOTHING;
    };
  }

  private Optional<List<ApiEvent>> ofCall(Logged record, CallId id, int attempt) {
    return ofBatch(
        id.batch(),
        batch -> {
          Optional<LaneCall> found = lane.call(id.batch(), id.row());
          if (found.isEmpty() && rowIsPassed(id)) {
            // It may have been read between the two looks.
            found = lane.call(id.batch(), id.row());
            if (found.isEmpty()) {
              return NOTHING;
            }
          }
          // Events are read before rows: the call is told when it has a number.
          return found.flatMap(call -> ofCall(record, call, batch, attempt));
        });
  }

  private static Optional<List<ApiEvent>> ofCall(
      Logged record, LaneCall call, LaneBatch batch, int attempt) {
    Change change = call.view().trail().at(record.offset()).orElse(usual(record.event()));
    BatchView view = batch.view();
    boolean mayBeLast = change == Change.ENDED && !view.single() && !view.saysItsEnd();
    if (mayBeLast && view.sealed() == null && !view.over()) {
      // Nobody is dialed before the seal, but it may be read later; it tells how many there are.
      return Optional.empty();
    }
    boolean last = mayBeLast && view.endedAt() != null && isLast(record, view);
    return Optional.of(
        told(record.event(), last ? Change.LAST_ENDED : change, batch.shown(call), attempt, view));
  }

  private static boolean isLast(Logged record, BatchView ended) {
    Long last = ended.steps().last();
    return last == null ? record.event().at().equals(ended.lastEnded()) : record.offset() == last;
  }

  private Optional<List<ApiEvent>> ofBatch(
      BatchId id, Function<LaneBatch, Optional<List<ApiEvent>>> told) {
    Optional<LaneBatch> batch =
        batches.computeIfAbsent(
            id, any -> lane.batch(any).map(found -> new LaneBatch(any, found.view(), List.of())));
    // Once its retention is over nobody is told of it any more.
    return batch.filter(found -> found.view().forgottenAt() == null).map(told).orElse(NOTHING);
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
      CallEvent event, Change change, LaneCall call, int attempt, BatchView batch) {
    List<ApiEvent> told = new ArrayList<>();
    switch (change) {
      case NONE, OPTED_OUT -> {}
      case STARTED -> started(event, call, batch, told);
      case DIALING -> told.add(dialing(event, call, attempt));
      case FIRST_DIALING -> {
        started(event, call, batch, told);
        told.add(dialing(event, call, attempt));
      }
      case CONNECTED -> told.add(connected(event, call, attempt));
      case FIRST_CONNECTED -> {
        started(event, call, batch, told);
        told.add(connected(event, call, attempt));
      }
      case DUE_AGAIN -> {
        if (event instanceof CallbackScheduled e) {
          told.add(
              ApiEvent.of(
                  silent(call),
                  EventType.CALL_SCHEDULED,
                  e.at(),
                  attempt,
                  "scheduled",
                  e.outcome(),
                  e.dueAt()));
        }
      }
      case ENDED -> told.add(ended(event, call, attempt));
      case LAST_ENDED -> {
        told.add(ended(event, call, attempt));
        if (!batch.single()) {
          told.add(ofBatch(call.id().batch(), EventType.BATCH_COMPLETED, event, call.id().lane()));
        }
      }
    }
    return told;
  }

  private static void started(
      CallEvent event, LaneCall call, BatchView batch, List<ApiEvent> told) {
    if (!batch.single()) {
      told.add(ofBatch(call.id().batch(), EventType.BATCH_STARTED, event, call.id().lane()));
    }
  }

  private static ApiEvent dialing(CallEvent event, LaneCall call, int attempt) {
    return ApiEvent.of(silent(call), EventType.CALL_DIALING, event.at(), attempt, "dialing");
  }

  private static ApiEvent connected(CallEvent event, LaneCall call, int attempt) {
    return ApiEvent.of(silent(call), EventType.CALL_CONNECTED, event.at(), attempt, "connected");
  }

  private static ApiEvent ended(CallEvent event, LaneCall call, int attempt) {
    boolean cancelled = call.view().status() == CallStatus.CANCELLED;
    EventType type = cancelled ? EventType.CALL_CANCELLED : EventType.CALL_ENDED;
    return ApiEvent.of(call, type, event.at(), attempt, "ended");
  }

  /** What was said is told at the end of the call alone. */
  private static LaneCall silent(LaneCall call) {
    return new LaneCall(call.id(), call.view().withoutTranscripts());
  }

  private static ApiEvent ofBatch(BatchId id, EventType type, CallEvent event, int lane) {
    String word = type.word();
    return ApiEvent.of(id, type, event.at(), word.substring(word.indexOf('.') + 1), lane);
  }

  /** The fold may have read neither the close nor the last rows. */
  private Optional<List<ApiEvent>> finished(Logged record, LaneBatch batch) {
    return batch.view().endedAt() == null
        ? Optional.empty()
        : Optional.of(
            List.of(
                ofBatch(
                    batch.id(), EventType.BATCH_COMPLETED, record.event(), lane.lane().index())));
  }

  private Optional<List<ApiEvent>> paused(PauseApplied said, LaneBatch batch) {
    EventType type = said.paused() ? EventType.BATCH_PAUSED : EventType.BATCH_RESUMED;
    String suffix = (said.paused() ? "paused-" : "resumed-") + said.asOf().toEpochMilli();
    return batch.view().single()
        ? NOTHING
        : Optional.of(
            List.of(
                ApiEvent.of(batch.id(), type, said.at(), suffix, lane.lane().index())
                    .pausedBy(said.by())));
  }

  private Optional<List<ApiEvent>> expired(BatchExpired said, LaneBatch batch) {
    if (batch.view().single()) {
      return alone(said, batch);
    }
    return !said.at().equals(batch.view().expiredAt())
        ? NOTHING
        : Optional.of(
            List.of(ofBatch(batch.id(), EventType.BATCH_FAILED, said, lane.lane().index())));
  }

  private Optional<List<ApiEvent>> stopped(BatchStopped said, long offset, LaneBatch batch) {
    if (batch.view().single()) {
      return alone(said, batch);
    }
    List<ApiEvent> told = new ArrayList<>();
    if (!said.at().equals(batch.view().stoppedAt())) {
      return NOTHING;
    }
    if (said.why() != BatchStopped.Why.ENDED) {
      told.add(ofBatch(batch.id(), EventType.BATCH_CANCELLED, said, lane.lane().index()));
    }
    Long last = batch.view().steps().last();
    boolean ends = batch.view().steps().stop() == null || (last != null && last == offset);
    if (said.out().isEmpty() && ends) {
      told.add(ofBatch(batch.id(), EventType.BATCH_COMPLETED, said, lane.lane().index()));
    }
    return Optional.of(told);
  }

  /** A single call that is dropped before it is dialed (again) has no other record. */
  private Optional<List<ApiEvent>> alone(CallEvent said, LaneBatch batch) {
    return lane.calls(batch.id(), ALONE, EnumSet.allOf(CallStatus.class), 1).stream()
        .findFirst()
        .map(call ->
            call.view().status() == CallStatus.WAITING
                ? List.of(ended(said, batch.shown(call), call.view().closed()))
                : List.of());
  }
}
