package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.Suppression;
import peal.domain.hours.Verdict;

/**
 * Do-not-call lists: what an entry does to calls that are under way, and what it says of each dial
 * that is to be requested. Calls that wait are not looked for, for they may be millions: each is
 * judged when its turn comes.
 */
final class Suppressions {
  /** It has no offset yet: its record is written with the decisions. */
  private static final long OWN = -1;

  private static final Duration JUDGED_AGAIN = Duration.ofHours(1);

  private Suppressions() {}

  /**
   * Puts a number on a list or takes it off. Said before or not, whoever waits for an answer gets
   * one.
   *
   * @param offset where it lies on the lane's partition; negative where the lane says so itself
   */
  static void take(LaneBook book, Suppression said, long offset, Instant now, Decisions decisions) {
    take(book, said, offset, null, now, decisions);
  }

  /** As the other method, at the end of {@code heard}, which is not ended by this. */
  private static void take(
      LaneBook book,
      Suppression said,
      long offset,
      CallId heard,
      Instant now,
      Decisions decisions) {
    DoNotCall before = book.doNotCall(said.number());
    DoNotCall after = before.after(said);
    book.suppressed(said.number(), before, after, offset);
    boolean changed = !after.equals(before);
    if (!changed && !said.removed()) {
      // Compaction keeps the last record, so one that did not count must not be it.
      before
          .of(said.list())
          .filter(entry -> entry.outlasts(said.until()))
          .ifPresent(entry ->
              decisions.list(
                  new Suppression(
                      said.number(), entry.list(), now, false, entry.until(), null, null, null)));
    }
    if (!changed && said.request() == null) {
      return;
    }
    List<CallId> out = new ArrayList<>();
    int withdrawn = 0;
    for (OpenCall call : book.openCalls(said.number())) {
      if (call.attempt().call().equals(heard)) {
        continue;
      }
      withdrawn += withdraw(book, call, now, decisions) ? 1 : 0;
      if (!(call instanceof HeldBack)) {
        out.add(call.attempt().call());
      }
    }
    decisions.say(new NumberSuppressed(said, now, changed, withdrawn, out));
  }

  /**
   * The person who was reached in {@code end} wants no more calls: the lane puts the number on
   * {@link DoNotCallList#OPT_OUT} itself, from this moment on.
   */
  static void optOut(
      LaneBook book, PhoneNumber number, Ended end, Instant now, Decisions decisions) {
    Suppression entry = Suppression.ofOptOut(number, end.attempt(), now);
    boolean known = book.doNotCall(number).after(entry).equals(book.doNotCall(number));
    if (!known) {
      take(book, entry, OWN, end.attempt().call(), now, decisions);
      decisions.list(entry);
    }
  }

  /**
   * Ends a call that waits for another slot, and has one looked at that waits in its carrier's own
   * queue, for {@link LaneTick} withdraws it.
   */
  private static boolean withdraw(LaneBook book, OpenCall call, Instant now, Decisions decisions) {
    Optional<DoNotCall.Entry> entry = refusal(book, call, now);
    if (entry.isEmpty()) {
      return false;
    }
    return switch (call) {
      case HeldBack back -> {
        book.close(back.attempt().call());
        Dispatch.settle(
            book, skipped(back.attempt().call(), back.call(), entry.get(), now), decisions);
        yield true;
      }
      case Placed placed when placed.waitsAtTheCarrier(now) -> {
        book.put(placed.lookedAt(now));
        yield true;
      }
      case Placed ringing -> false;
      // A worker has it: it may ring until its dialBy.
      case OpenCall.Requested requested -> false;
    };
  }

  /** Which entry says that a call must never ring (again). */
  static Optional<DoNotCall.Entry> refusal(LaneBook book, OpenCall call, Instant now) {
    return against(book, call.attempt().call(), call.call(), now)
        .filter(entry -> entry.until() == null);
  }

  /**
   * Judges a call that was taken out of its queue for a dial at {@code slotAt}. One that must not
   * be dialed is settled; one that must not be yet waits until its entry ends.
   *
   * @return whether it must not be dialed at that slot
   */
  static boolean keep(
      LaneBook book, CallId id, QueuedCall call, Instant slotAt, Instant now, Decisions decisions) {
    Optional<DoNotCall.Entry> entry = against(book, id, call, slotAt);
    if (entry.isEmpty()) {
      return false;
    }
    book.passedOver(id.batch());
    switch (entry.get().verdict()) {
      case Verdict.Go go -> throw new IllegalStateException("an entry lets nobody through");
      case Verdict.WaitUntil wait -> book.queueCallback(soon(wait.at(), now), id, call);
      case Verdict.Refuse refuse ->
          Dispatch.settle(book, skipped(id, call, entry.get(), now), decisions);
    }
    return true;
  }

  /** As the other method, of a call that had lost its slot; its attempt stays its own. */
  static boolean keep(
      LaneBook book, HeldBack call, Instant slotAt, Instant now, Decisions decisions) {
    CallId id = call.attempt().call();
    Optional<DoNotCall.Entry> entry = against(book, id, call.call(), slotAt);
    if (entry.isEmpty()) {
      return false;
    }
    book.passedOver(id.batch());
    switch (entry.get().verdict()) {
      case Verdict.Go go -> throw new IllegalStateException("an entry lets nobody through");
      case Verdict.WaitUntil wait when call.isCertainlyUndialed() -> {
        book.close(id);
        book.queueCallback(soon(wait.at(), now), id, call.call());
      }
      case Verdict.WaitUntil wait -> book.put(call.lookedAt(soon(wait.at(), now)));
      case Verdict.Refuse refuse -> {
        book.close(id);
        Dispatch.settle(book, skipped(id, call.call(), entry.get(), now), decisions);
      }
    }
    return true;
  }

  /** Its number may be taken off the list before the entry ends: it is judged anew each hour. */
  private static Instant soon(Instant until, Instant now) {
    Instant latest = now.plus(JUDGED_AGAIN);
    return until.isAfter(latest) ? latest : until;
  }

  private static Optional<DoNotCall.Entry> against(
      LaneBook book, CallId id, QueuedCall call, Instant slotAt) {
    DoNotCall entries = book.doNotCall(call.number());
    return entries.against(book.plan(id.batch()).doNotCall(), slotAt);
  }

  private static CallSettled skipped(
      CallId id, QueuedCall call, DoNotCall.Entry entry, Instant now) {
    return new CallSettled(id, now, call.attempts(), null, DoNotCall.RULE, entry.list());
  }
}
