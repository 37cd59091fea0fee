package peal.projector.history;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import peal.domain.BatchPlan;
import peal.domain.CallLimits;
import peal.domain.DialingStop;
import peal.domain.DoNotCallList;
import peal.domain.PausedBy;
import peal.domain.dispatch.DoNotCall;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallHeld;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;
import peal.projector.fold.BatchView;
import peal.projector.fold.CallView;
import peal.projector.fold.ListEntry;
import peal.projector.query.LaneCall;

/**
 * The last verdict on a call.
 *
 * @param verdict {@code waiting}, {@code active}, {@code ended}, {@code skipped} or {@code
 *     cancelled}
 * @param rule which rule says so
 * @param words the same for people
 * @param facts what it rests on, by name; times are {@link Instant}s
 */
public record Why(String verdict, String rule, String words, Map<String, Object> facts) {
  /** What is known of a call's lane and asked for only where a verdict rests on it. */
  public interface Lane {
    /** How busy it is. */
    LaneLoad load();

    /** How many calls of the batch wait there in rows before the call's; negative if unknown. */
    long ahead();

    /** On which do-not-call lists the call's number stands now. */
    default List<ListEntry> entries() {
      return List.of();
    }

    /** Of which all may be asked for. */
    static Lane of(Supplier<LaneLoad> load, LongSupplier ahead, Supplier<List<ListEntry>> entries) {
      return new Lane() {
        @Override
        public LaneLoad load() {
          return load.get();
        }

        @Override
        public long ahead() {
          return ahead.getAsLong();
        }

        @Override
        public List<ListEntry> entries() {
          return entries.get();
        }
      };
    }
  }

  /**
   * The verdict on {@code call} as of {@code now}: of several rules that hold it up the first that
   * a person would look for.
   *
   * @param call as it is shown
   * @param batch its lane's part of the batch
   * @param last the last record of the call; empty where none was read
   * @param stop what keeps it from being dialed, if dialing is stopped
   */
  public static Why of(
      LaneCall call,
      BatchView batch,
      Optional<CallEvent> last,
      Optional<DialingStop> stop,
      Instant now,
      Lane lane) {
    CallView view = call.view();
    return switch (view.status()) {
      case COMPLETED, FAILED -> ended(view, batch.plan(), last);
      case CANCELLED ->
          view.skipped() == null ? cancelled(view, batch) : skipped(view, batch, last);
      case ACTIVE -> active(view);
      case WAITING -> waiting(view, batch, last, stop, now, lane);
    };
  }

  private static Why ended(CallView view, BatchPlan plan, Optional<CallEvent> last) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("outcome", view.outcome().word());
    facts.put("attempts", view.closed());
    put(facts, "at", view.settledAt());
    String after = view.closed() == 1 ? "1 attempt" : view.closed() + " attempts";
    if (view.skipped() != null) {
      facts.put("skippedBy", view.skipped());
      String words = Reasons.words(view.outcome());
      return new Why(
          "ended",
          view.skipped(),
          words + " after " + after + "; not dialed again: " + refused(view, last, facts),
          facts);
    }
    String words = Reasons.words(view.outcome()) + " after " + after;
    return new Why("ended", "outcome", words + RetryFacts.spent(view, plan), facts);
  }

  private static Why skipped(CallView view, BatchView batch, Optional<CallEvent> last) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("attempts", view.closed());
    put(facts, "at", view.settledAt() == null ? batch.stoppedAt() : view.settledAt());
    zones(facts, view);
    return new Why("skipped", view.skipped(), refused(view, last, facts), facts);
  }

  /** By which rule, and by which list where the last record says so. */
  private static String refused(
      CallView view, Optional<CallEvent> last, Map<String, Object> facts) {
    Optional<CallSettled> settled =
        last.filter(CallSettled.class::isInstance)
            .map(CallSettled.class::cast)
            .filter(end -> end.list() != null);
    settled.ifPresent(end -> facts.put("list", end.list().value()));
    return settled.map(Reasons::skipped).orElseGet(() -> Reasons.skipped(view.skipped()));
  }

  private static Why cancelled(CallView view, BatchView batch) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("attempts", view.closed());
    boolean expired = batch.stoppedAt() == null && batch.expiredAt() != null;
    put(facts, "at", expired ? batch.expiredAt() : batch.stoppedAt());
    return expired
        ? new Why("cancelled", "expired", "its file was never read to its end", facts)
        : new Why("cancelled", "cancelled", "its batch was cancelled", facts);
  }

  private static Why active(CallView view) {
    Map<String, Object> facts = new LinkedHashMap<>();
    view.lastAttempt()
        .ifPresent(last -> {
          facts.put("attempt", last.number());
          put(facts, "since", last.start());
        });
    return new Why(
        "active",
        "attempt",
        view.lastAttempt()
            .map(last -> "attempt " + last.number() + " is at the carrier")
            .orElse("its attempt is out"),
        facts);
  }

  private static Why waiting(
      CallView view,
      BatchView batch,
      Optional<CallEvent> last,
      Optional<DialingStop> stop,
      Instant now,
      Lane lane) {
    BatchPlan plan = batch.plan();
    Map<String, Object> facts = new LinkedHashMap<>();
    if (batch.sealed() == null) {
      return waits("storing", "its file is still being stored", facts);
    }
    if (batch.paused()) {
      return paused(batch, facts);
    }
    if (plan.scheduledAt() != null && now.isBefore(plan.scheduledAt())) {
      String words = "scheduled for " + plan.scheduledAt();
      return waits("start", words + opens(view, batch, plan.scheduledAt(), facts), facts);
    }
    Instant next = view.nextAttemptAt();
    if (next != null && now.isBefore(next)) {
      String words = "next attempt at " + next + opens(view, batch, next, facts);
      RetryFacts.next(facts, view, plan);
      return waits("retry", words, facts);
    }
    if (stop.isPresent()) {
      return stopped(stop.get(), facts);
    }
    Optional<Why> listed = listed(lane.entries(), plan, now, facts);
    if (listed.isPresent()) {
      return listed.get();
    }
    Optional<CallHeld> held =
        last.filter(CallHeld.class::isInstance)
            .map(CallHeld.class::cast)
            .filter(event -> now.isBefore(event.until()));
    if (held.isPresent()) {
      facts.put("limit", held.get().limit());
      String words = Reasons.held(held.get()) + " until " + held.get().until();
      return waits(CallLimits.RULE, words + opens(view, batch, held.get().until(), facts), facts);
    }
    return closed(view, batch, now, facts)
        .or(() -> last.flatMap(event -> back(event, facts)))
        .orElseGet(() -> turn(view, plan, lane, facts));
  }

  private static Why paused(BatchView batch, Map<String, Object> facts) {
    put(facts, "since", batch.pauseAsOf());
    PausedBy why = batch.pausedBy();
    if (why == null) {
      return waits("paused", "its batch is paused since " + batch.pauseAsOf(), facts);
    }
    facts.put("failureRate", why.failureRate());
    facts.put("calls", why.calls());
    String words = "its batch paused itself at " + why.at() + ", for " + why.words();
    return waits(PausedBy.RULE, words + "; it goes on when somebody resumes it", facts);
  }

  /** What its hours and its batch's end make of a dial that is due at {@code due}. */
  private static String opens(
      CallView view, BatchView batch, Instant due, Map<String, Object> facts) {
    CallingHours hours = batch.opened() == null ? null : batch.opened().hours();
    Verdict then = hours == null ? null : hours.judge(view.zones(), due);
    Instant until = then instanceof Verdict.WaitUntil closed ? closed.at() : due;
    Instant end = batch.plan().endAt();
    put(facts, "until", until);
    if (then instanceof Verdict.Refuse refuse) {
      return "; it will not be dialed: " + Reasons.skipped(refuse.why());
    }
    if (end != null && !until.isBefore(end)) {
      put(facts, "endAt", end);
      return "; it will not be dialed: its batch ends at " + end;
    }
    return until.equals(due) ? "" : ", when its calling hours are closed; they open at " + until;
  }

  private static Why stopped(DialingStop stop, Map<String, Object> facts) {
    facts.put("scope", stop.scope().name().toLowerCase(Locale.ROOT));
    facts.put("by", stop.by());
    put(facts, "since", stop.at());
    if (stop.reason() != null) {
      facts.put("reason", stop.reason());
    }
    return waits("stopped", Reasons.stopped(stop), facts);
  }

  /** What an entry of its number says: one that never ends, else the one that ends last. */
  private static Optional<Why> listed(
      List<ListEntry> entries, BatchPlan plan, Instant now, Map<String, Object> facts) {
    return entries.stream()
        .filter(entry ->
            plan.doNotCall() == null
                || entry.list().equals(DoNotCallList.OPT_OUT)
                || plan.doNotCall().contains(entry.list()))
        .filter(entry -> entry.until() == null || now.isBefore(entry.until()))
        .max(
            Comparator.comparing(ListEntry::until, Comparator.nullsLast(Comparator.naturalOrder())))
        .map(entry -> {
          facts.put("list", entry.list().value());
          put(facts, "since", entry.at());
          put(facts, "until", entry.until());
          String words = Reasons.skipped(DoNotCall.RULE) + " " + entry.list();
          return waits(
              DoNotCall.RULE,
              entry.until() == null
                  ? words + "; it will not be dialed"
                  : words + " until " + entry.until(),
              facts);
        });
  }

  private static Optional<Why> closed(
      CallView view, BatchView batch, Instant now, Map<String, Object> facts) {
    CallingHours hours = batch.opened() == null ? null : batch.opened().hours();
    if (hours == null) {
      return Optional.empty();
    }
    return switch (hours.judge(view.zones(), now)) {
      case Verdict.Go go -> Optional.empty();
      case Verdict.Refuse refuse -> {
        zones(facts, view);
        yield Optional.of(waits(refuse.why(), Reasons.skipped(refuse.why()), facts));
      }
      case Verdict.WaitUntil closed -> {
        Instant end = batch.plan().endAt();
        put(facts, "until", closed.at());
        put(facts, "endAt", end);
        zones(facts, view);
        yield Optional.of(
            waits(
                "hours",
                end == null || closed.at().isBefore(end)
                    ? "outside its calling hours, which open at " + closed.at()
                    : "outside its calling hours, which do not open before its batch ends at "
                        + end,
                facts));
      }
    };
  }

  private static Optional<Why> back(CallEvent last, Map<String, Object> facts) {
    String words =
        switch (last) {
          case NotDialed back ->
              "given back (" + back.reason() + "), to be dialed again as the same attempt";
          case NeverHeardOf never when never.redialSafe() ->
              "to be dialed again as the same attempt";
          case Ended end -> "dispatch decides what follows";
          default -> null;
        };
    return Optional.ofNullable(words)
        .map(said -> waits(last instanceof Ended ? "deciding" : "given_back", said, facts));
  }

  private static Why turn(CallView view, BatchPlan plan, Lane lane, Map<String, Object> facts) {
    LaneLoad load = lane.load();
    // What is dialed again goes before rows that never were.
    long ahead = view.closed() > 0 ? -1 : lane.ahead();
    facts.put("out", load.out());
    if (load.lines() < Integer.MAX_VALUE) {
      facts.put("lines", load.lines());
      facts.put("callsPerSecond", load.callsPerSecond());
    }
    if (ahead >= 0) {
      facts.put("rowsBefore", ahead);
    }
    facts.put("priority", plan.priorityOrUsual());
    zones(facts, view);
    boolean full = load.out() >= load.lines();
    String behind =
        ahead < 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; at most %,d row%s of its batch before it",
                ahead,
                ahead == 1 ? "" : "s");
    String words =
        full
            ? "all lines open (" + load.out() + " of " + load.lines() + ")"
            : "pace (" + number(load.callsPerSecond()) + " dials a second)";
    return waits(full ? "concurrency" : "pace", words + behind, facts);
  }

  private static Why waits(String rule, String words, Map<String, Object> facts) {
    return new Why("waiting", rule, words, facts);
  }

  private static void zones(Map<String, Object> facts, CallView view) {
    if (view.zones() != null) {
      facts.put("zones", view.zones().isEmpty() ? List.of() : List.of(view.zones().split(",")));
    }
  }

  private static void put(Map<String, Object> facts, String name, Instant at) {
    if (at != null) {
      facts.put(name, at);
    }
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
