package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.NumberHistory.Dial;
import peal.domain.dispatch.NumberHistory.Reach;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;
import peal.domain.event.CallEvent.CallHeld;
import peal.domain.hours.CallingHours;

/**
 * How often a number may be called: {@code callLimits} and {@code afterConversationDays} of the
 * API. Each attempt that is over is remembered, so a limit that is set today counts yesterday's.
 * What must wait lies in its batch's own queue, on disk, until its limit lets it through.
 */
final class LimitedNumbers {
  /** Its batch's limits may be loosened before, so each call is judged anew after this at most. */
  static final Duration JUDGED_AGAIN = Duration.ofHours(6);

  private static final Duration SOONEST = Duration.ofHours(1);

  /** A million that wait for a month are not judged seven hundred times. */
  private static final int PART = 8;

  /** Where nobody knows where a number rings, a day lasts until it is over everywhere. */
  private static final List<ZoneId> ANYWHERE =
      List.of(ZoneId.of("Pacific/Kiritimati"), ZoneId.of("Etc/GMT+12"));

  private LimitedNumbers() {}

  /**
   * What holds a call up.
   *
   * @param until the first instant at which no limit does
   * @param limit the one that lasts longest, in words
   */
  record Held(Instant until, String limit) {}

  /** The attempt of {@code open} is over, and was not certainly undialed. */
  static void dialed(LaneBook book, OpenCall open, Outcome outcome, Instant now) {
    Instant pickedUp = open instanceof Placed placed ? placed.connectedAt() : null;
    Instant slot =
        switch (open) {
          case Requested requested -> requested.slotAt();
          case Placed placed -> placed.dialedAt();
          case HeldBack back -> null;
        };
    Instant queued = open instanceof Placed placed ? placed.queuedUntil() : null;
    // A carrier's clock may differ, or be another zone's: it never rang before its slot.
    Instant known =
        slot == null
            ? now
            : Stream.of(pickedUp, queued, slot)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .filter(at -> at.isBefore(now))
                .orElse(now);
    Reach reach = Reach.of(outcome, pickedUp != null);
    Dial dial = new Dial(known, reach, NumberHistory.mark(open.attempt().call().batch()));
    book.dialed(open.call().number(), dial);
  }

  /**
   * A call that waits for another slot never gets it. Where its carrier had only not heard of it,
   * an order may be under way that rings yet.
   */
  static void givenUp(LaneBook book, OpenCall call, Instant now) {
    if (mayRing(call)) {
      dialed(book, call, Outcome.UNKNOWN, now);
    }
  }

  /** Whether it is to be dialed again, and may have been dialed nevertheless. */
  private static boolean mayRing(OpenCall call) {
    return call instanceof HeldBack back && !back.isCertainlyUndialed();
  }

  /**
   * Judges a call that was taken out of its queue for a dial at {@code slotAt}.
   *
   * @return whether it must wait; it is back in its queue then
   */
  static boolean keep(
      LaneBook book,
      CallId id,
      QueuedCall call,
      CallingHours hours,
      Instant slotAt,
      Instant now,
      Decisions decisions) {
    Optional<Held> held = against(book, id, call, false, hours, slotAt);
    held.ifPresent(by -> {
      QueuedCall waits = said(id, call, by, now, decisions);
      book.queueCallback(soon(by.until(), now), id, waits);
      book.passedOver(id.batch());
    });
    return held.isPresent();
  }

  /** As the other method, of a call that had lost its slot; its attempt stays its own. */
  static boolean keep(
      LaneBook book,
      HeldBack back,
      CallingHours hours,
      Instant slotAt,
      Instant now,
      Decisions decisions) {
    CallId id = back.attempt().call();
    Optional<Held> held = against(book, id, back.call(), mayRing(back), hours, slotAt);
    held.ifPresent(by -> {
      QueuedCall waits = said(id, back.call(), by, now, decisions);
      Instant again = soon(by.until(), now);
      if (back.isCertainlyUndialed()) {
        book.close(id);
        book.queueCallback(again, id, waits);
      } else {
        book.put(new HeldBack(back.attempt(), waits, again, back.rounds()));
      }
      book.passedOver(id.batch());
    });
    return held.isPresent();
  }

  /** Once for each time until which it waits: it is judged anew each hour. */
  private static QueuedCall said(
      CallId id, QueuedCall call, Held by, Instant now, Decisions decisions) {
    if (!by.until().equals(call.heldUntil())) {
      decisions.say(new CallHeld(id, now, by.until(), by.limit()));
    }
    return call.heldUntil(by.until());
  }

  private static Instant soon(Instant until, Instant now) {
    Duration part = Duration.between(now, until).dividedBy(PART);
    Duration wait = part.compareTo(SOONEST) < 0 ? SOONEST : part;
    Instant latest = now.plus(wait.compareTo(JUDGED_AGAIN) < 0 ? wait : JUDGED_AGAIN);
    return until.isAfter(latest) ? latest : until;
  }

  private static Optional<Held> against(
      LaneBook book,
      CallId id,
      QueuedCall call,
      boolean reserved,
      CallingHours hours,
      Instant slotAt) {
    CallLimits limits = book.plan(id.batch()).callLimits();
    if (limits == null) {
      return Optional.empty();
    }
    // What may ring was counted when it was decided, and has kept its place since.
    NumberHistory ended = book.history(call.number());
    NumberHistory before = reserved ? ended : withReserved(book, ended, call.number(), slotAt);
    return judge(limits, before, zones(call.zones(), hours), id.batch(), slotAt);
  }

  /** With what may ring yet, as if it did at {@code slotAt} and somebody were reached. */
  private static NumberHistory withReserved(
      LaneBook book, NumberHistory ended, PhoneNumber number, Instant slotAt) {
    NumberHistory all = ended;
    for (OpenCall call : book.openCalls(number)) {
      if (mayRing(call)) {
        int batch = NumberHistory.mark(call.attempt().call().batch());
        all = all.with(new Dial(slotAt, Reach.CONVERSATION, batch));
      }
    }
    return all;
  }

  /** Where a call rings by its row; where that is not known, by its batch's hours. */
  static List<ZoneId> zones(String zones, CallingHours hours) {
    List<ZoneId> known = new ArrayList<>();
    for (String name : zones == null ? new String[0] : zones.split(",")) {
      CallingHours.zone(name).ifPresent(known::add);
    }
    if (known.isEmpty() && hours != null) {
      CallingHours.zone(hours.unknownTimezone()).ifPresent(known::add);
    }
    return known.isEmpty() ? ANYWHERE : known;
  }

  /** What {@code limits} say of a dial of {@code batch} at {@code slotAt}; empty for nothing. */
  static Optional<Held> judge(
      CallLimits limits, NumberHistory before, List<ZoneId> zones, BatchId batch, Instant slotAt) {
    List<Held> all = new ArrayList<>();
    if (before.dials().isEmpty()) {
      return Optional.empty();
    }
    int mark = NumberHistory.mark(batch);
    for (CallLimit limit : limits.limits()) {
      Predicate<Dial> counts =
          dial ->
              (limit.counts() == CallLimit.Counts.DIALED || dial.rang())
                  && (limit.scope() == CallLimit.Scope.WORKSPACE || dial.batch() == mark);
      opensAt(before, counts, limit.max(), limit.hours(), limit.days(), zones)
          .ifPresent(at -> all.add(new Held(at, limit.words())));
    }
    int rest = limits.afterConversationDays();
    if (rest > 0) {
      opensAt(before, dial -> dial.reach() == Reach.CONVERSATION, 1, null, rest, zones)
          .ifPresent(at -> all.add(new Held(at, CallLimits.restInWords(rest))));
    }
    return all.stream()
        .filter(held -> slotAt.isBefore(held.until()))
        .max(Comparator.comparing(Held::until));
  }

  /**
   * When fewer than {@code max} of the attempts are left that count: when the last but {@code max -
   * 1} of them counts no more.
   */
  private static Optional<Instant> opensAt(
      NumberHistory before,
      Predicate<Dial> counts,
      int max,
      Integer hours,
      Integer days,
      List<ZoneId> zones) {
    return before.dials().stream()
        .filter(counts)
        .map(dial -> over(dial.at(), hours, days, zones))
        .sorted(Comparator.reverseOrder())
        .skip(max - 1L)
        .findFirst();
  }

  /** When an attempt counts no more in any of the zones. */
  private static Instant over(Instant at, Integer hours, Integer days, List<ZoneId> zones) {
    return hours != null
        ? at.plus(Duration.ofHours(hours))
        : zones.stream()
            .map(zone -> at.atZone(zone).toLocalDate().plusDays(days).atStartOfDay(zone))
            .map(day -> day.toInstant())
            .max(Comparator.naturalOrder())
            .orElseThrow();
  }
}
