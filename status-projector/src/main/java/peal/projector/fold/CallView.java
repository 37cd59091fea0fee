package peal.projector.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Ended;

/**
 * One call as the API shows it. Immutable; a transition that changes nothing returns {@code this}.
 *
 * <p>A call that was reported on before its row was read has no number yet: it is counted, but not
 * listed.
 *
 * @param number whom it dials, or null while its row has not been read
 * @param variables the row's other columns
 * @param status where it stands; a waiting call of a lane that has stopped is shown as cancelled
 * @param attempts its dials by ascending number
 * @param closed number of the last attempt on which dispatch has decided, 0 before the first
 * @param nextAttemptAt when it is dialed again, or null
 * @param outcome how it ended, or null
 * @param settledAt when that was decided, or null
 * @param trail where its records are
 * @param zones time zones in which it may ring, as its row has them; null where nobody asks
 * @param skipped the rule that refused to dial it (again), or null
 */
public record CallView(
    PhoneNumber number,
    Map<String, String> variables,
    CallStatus status,
    List<Attempt> attempts,
    int closed,
    Instant nextAttemptAt,
    Outcome outcome,
    Instant settledAt,
    Trail trail,
    String zones,
    String skipped) {
  /** A call of which nothing is known. */
  public static final CallView UNSEEN = queued(null, Map.of(), null);

  /** Fills absent lists. */
  public CallView {
    variables = variables == null ? Map.of() : variables;
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
    trail = trail == null ? Trail.NONE : trail;
  }

  /** A call whose row has just been read. */
  public static CallView queued(PhoneNumber number, Map<String, String> variables, String zones) {
    return new CallView(
        number, variables, CallStatus.WAITING, List.of(), 0, null, null, null, null, zones, null);
  }

  /** Whether its row has been read. */
  public boolean known() {
    return number != null;
  }

  /** Its last attempt. */
  public Optional<Attempt> lastAttempt() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /**
   * As it is shown when its lane has stopped before it was dialed (again).
   *
   * @param rule the rule that stopped it; null for a cancel
   */
  public CallView dropped(String rule) {
    return new CallView(
        number,
        variables,
        CallStatus.CANCELLED,
        attempts,
        closed,
        null,
        outcome,
        settledAt,
        trail,
        zones,
        skipped == null ? rule : skipped);
  }

  /** Without what was said. */
  public CallView withoutTranscripts() {
    if (attempts.stream().allMatch(attempt -> attempt.transcript() == null)) {
      return this;
    }
    List<Attempt> silent = attempts.stream().map(Attempt::withoutTranscript).toList();
    return new CallView(
        number,
        variables,
        status,
        silent,
        closed,
        nextAttemptAt,
        outcome,
        settledAt,
        trail,
        zones,
        skipped);
  }

  CallView withRow(PhoneNumber whom, Map<String, String> columns, String where) {
    return new CallView(
        whom,
        columns,
        status,
        attempts,
        closed,
        nextAttemptAt,
        outcome,
        settledAt,
        trail,
        where,
        skipped);
  }

  /** One more record, at {@code offset}, which changed that of what is shown. */
  CallView noted(long offset, Change change) {
    return new CallView(
        number,
        variables,
        status,
        attempts,
        closed,
        nextAttemptAt,
        outcome,
        settledAt,
        trail.with(offset, change),
        zones,
        skipped);
  }

  /**
   * The carrier holds attempt {@code n}.
   *
   * @param over whether the batch has ended in this lane: dispatch has then named the calls that
   *     are out, and no report may wake another
   */
  CallView seen(int n, Instant at, boolean over) {
    return with(changed(n, attempt -> attempt.seenAt(at)), over);
  }

  CallView ended(Ended report) {
    List<Attempt> now = changed(report.attempt().number(), attempt -> attempt.ended(report));
    if (now == attempts) {
      return this;
    }
    return new CallView(
        number,
        variables,
        status,
        lastTranscriptOnly(now),
        closed,
        nextAttemptAt,
        outcome,
        settledAt,
        trail,
        zones,
        skipped);
  }

  CallView calledBack(CallbackScheduled decision, boolean over) {
    if (status.terminal() || (over && status == CallStatus.WAITING)) {
      return this;
    }
    int decided = Math.max(closed, decision.attempts());
    List<Attempt> now = decided(decision.attempts(), decision.outcome());
    CallStatus next = standing(now, decided);
    Instant due = next == CallStatus.WAITING ? decision.dueAt() : null;
    return new CallView(
        number, variables, next, now, decided, due, outcome, settledAt, trail, zones, skipped);
  }

  CallView settled(CallSettled decision) {
    if (status.terminal()) {
      return this;
    }
    // One that was dialed before a rule refused it has failed as it last did.
    Outcome end =
        decision.skipped() != null && closed > 0
            ? lastAttempt().map(Attempt::outcome).orElse(null)
            : decision.outcome();
    return new CallView(
        number,
        variables,
        end == null ? CallStatus.CANCELLED : CallStatus.after(end),
        decided(decision.attempts(), end),
        Math.max(closed, decision.attempts()),
        null,
        end,
        decision.at(),
        trail,
        zones,
        decision.skipped());
  }

  /** Dispatch says that an attempt is out. */
  CallView out() {
    return status == CallStatus.WAITING ? with(attempts, CallStatus.ACTIVE) : this;
  }

  Optional<Instant> firstStart() {
    return attempts.stream()
        .map(Attempt::start)
        .filter(start -> start != null)
        .min(Comparator.naturalOrder());
  }

  long talkMillis() {
    return attempts.stream().mapToLong(Attempt::talkMillis).sum();
  }

  int talks() {
    return (int) attempts.stream().filter(attempt -> attempt.talkSeconds() != null).count();
  }

  private CallView with(List<Attempt> now, boolean over) {
    return with(now, over || status.terminal() ? status : standing(now, closed));
  }

  private CallView with(List<Attempt> now, CallStatus next) {
    if (now == attempts && next == status) {
      return this;
    }
    Instant due = next == CallStatus.WAITING ? nextAttemptAt : null;
    return new CallView(
        number, variables, next, now, closed, due, outcome, settledAt, trail, zones, skipped);
  }

  /** Active while an attempt on which dispatch has not decided yet was seen at the carrier. */
  private static CallStatus standing(List<Attempt> attempts, int closed) {
    return attempts.stream().anyMatch(attempt -> attempt.number() > closed && attempt.dialed())
        ? CallStatus.ACTIVE
        : CallStatus.WAITING;
  }

  private List<Attempt> decided(int n, Outcome decision) {
    return n == 0 ? attempts : changed(n, attempt -> attempt.decided(decision));
  }

  private List<Attempt> changed(int n, UnaryOperator<Attempt> change) {
    int at = 0;
    while (at < attempts.size() && attempts.get(at).number() < n) {
      at++;
    }
    boolean there = at < attempts.size() && attempts.get(at).number() == n;
    Attempt before = there ? attempts.get(at) : Attempt.unseen(n);
    Attempt after = change.apply(before);
    if (after == before) {
      return attempts;
    }
    List<Attempt> now = new ArrayList<>(attempts);
    if (there) {
      now.set(at, after);
    } else {
      now.add(at, after);
    }
    return now;
  }

  private static List<Attempt> lastTranscriptOnly(List<Attempt> attempts) {
    List<Attempt> kept = new ArrayList<>(attempts);
    boolean later = false;
    for (int i = kept.size() - 1; i >= 0; i--) {
      boolean speaks = kept.get(i).transcript() != null;
      if (speaks && later) {
        kept.set(i, kept.get(i).withoutTranscript());
      }
      later |= speaks;
    }
    return kept;
  }
}
