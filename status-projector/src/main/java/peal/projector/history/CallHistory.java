package peal.projector.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.DialingStop;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallEvent.Report;
import peal.projector.fold.Attempt;
import peal.projector.fold.BatchView;
import peal.projector.fold.CallView;
import peal.projector.query.LaneCall;

/**
 * Tells a call's history from its records and, where they are gone, from what is known without
 * them. Pure.
 */
public final class CallHistory {
  /** A history does not count who is before. */
  private static final long UNCOUNTED = -1;

  private final LaneCall call;
  private final BatchView batch;
  private final EventLog.Found found;
  private final Optional<DialingStop> stop;
  private final List<Entry> entries = new ArrayList<>();

  /** Attempts that were seen at the carrier so far. */
  private final Set<Integer> seen = new HashSet<>();

  private CallHistory(
      LaneCall call, BatchView batch, EventLog.Found found, Optional<DialingStop> stop) {
    this.call = call;
    this.batch = batch;
    this.found = found;
    this.stop = stop;
  }

  /**
   * The history of {@code call}.
   *
   * @param call as it is shown
   * @param batch its lane's part of the batch
   * @param found its records
   * @param stop what keeps it from being dialed, if dialing is stopped
   * @param load how busy its lane is; asked for only where that is what the call waits for
   */
  public static Told tell(
      LaneCall call,
      BatchView batch,
      EventLog.Found found,
      Optional<DialingStop> stop,
      Instant now,
      Supplier<LaneLoad> load) {
    CallHistory history = new CallHistory(call, batch, found, stop);
    history.records();
    if (found.removed() + found.unread() + call.view().trail().omitted() > 0) {
      history.remembered();
    }
    history.batch();
    return new Told(
        history.entries,
        history.now(now, load),
        found.removed(),
        call.view().trail().omitted(),
        found.unread());
  }

  private void records() {
    boolean settled = false;
    for (CallEvent event : found.events()) {
      Integer attempt = attempt(event);
      String worker =
          event instanceof Report report && report.source() != null
              ? report.source().worker()
              : null;
      String reason = Reasons.of(event, attempt != null && seen.contains(attempt));
      entries.add(
          new Entry(
              event.at(),
              Reasons.kind(event),
              attempt,
              worker,
              settled ? reason + " (late: it had been settled)" : reason));
      if (event instanceof Dialing || event instanceof Connected || event instanceof Progress) {
        seen.add(attempt);
      }
      settled |= event instanceof CallSettled;
    }
  }

  private static Integer attempt(CallEvent event) {
    return switch (event) {
      case Report report -> report.attempt().number();
      case CallbackScheduled again -> again.attempts();
      case CallSettled end -> end.attempts() == 0 ? null : end.attempts();
      default -> null;
    };
  }

  /** Of records that are gone the state still knows when attempts began and how they ended. */
  private void remembered() {
    CallView view = call.view();
    for (Attempt attempt : view.attempts()) {
      remember(attempt.start(), "dialing", attempt.number(), "at the carrier");
      remember(attempt.end(), "ended", attempt.number(), Reasons.words(attempt.outcome()));
    }
    remember(
        view.settledAt(),
        "call_settled",
        view.closed() == 0 ? null : view.closed(),
        view.status().name().toLowerCase(Locale.ROOT));
  }

  private void remember(Instant at, String kind, Integer attempt, String what) {
    boolean told =
        entries.stream()
            .anyMatch(
                entry -> entry.kind().equals(kind) && Objects.equals(entry.attempt(), attempt));
    if (at != null && !told) {
      place(new Entry(at, kind, attempt, null, what + " (its record is gone)"));
    }
  }

  private void batch() {
    CallId id = call.id();
    boolean single = batch.opened() != null && batch.opened().single();
    if (batch.stoppedAt() != null) {
      boolean out = call.view().status() != CallStatus.CANCELLED;
      String why = batch.ended() ? "the batch's end had come" : "the batch was cancelled";
      place(
          entry(
              batch.stoppedAt(),
              "batch_stopped",
              out ? why + "; what is out ends in its own time" : why));
    }
    if (batch.expiredAt() != null) {
      place(
          entry(
              batch.expiredAt(),
              "batch_expired",
              "the file was never read to its end, so nobody is dialed"));
    }
    if (batch.sealed() != null) {
      Instant from = batch.plan().scheduledAt();
      String when = from == null ? "it may be dialed" : "it may be dialed from " + from;
      entries.addFirst(
          entry(
              batch.sealed().at(),
              "released",
              single ? when : "every row of the file is stored; " + when));
    }
    if (batch.opened() != null) {
      entries.addFirst(
          entry(
              batch.opened().at(),
              "queued",
              single ? "accepted" : "accepted as row " + id.row() + " of its file"));
    }
  }

  private static Entry entry(Instant at, String kind, String reason) {
    return new Entry(at, kind, null, null, reason);
  }

  /** Before the first that happened later. */
  private void place(Entry entry) {
    int at = 0;
    while (at < entries.size() && !entries.get(at).at().isAfter(entry.at())) {
      at++;
    }
    entries.add(at, entry);
  }

  private String now(Instant now, Supplier<LaneLoad> load) {
    if (call.view().status().terminal()) {
      return null;
    }
    Optional<CallEvent> last =
        found.events().isEmpty() ? Optional.empty() : Optional.of(found.events().getLast());
    Why why = Why.of(call, batch, last, stop, now, Why.Lane.of(load, () -> UNCOUNTED, List::of));
    return why.verdict() + ": " + why.words();
  }
}
