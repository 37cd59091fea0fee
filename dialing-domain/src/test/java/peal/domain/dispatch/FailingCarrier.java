package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.NotDialed.Cause;

/**
 * Workers before a carrier that honours keys, answers everybody, and is down for a time. While it
 * is down each request meets one of the ways in which carriers fail, and nobody who asks is
 * answered.
 */
final class FailingCarrier {
  private static final Duration TALK = Duration.ofSeconds(3);

  private record Delivery(Instant at, int order, CallEvent.Report report) {}

  final Map<CallId, CallEvent.CallSettled> ends = new HashMap<>();
  final Map<AttemptId, Integer> rings = new HashMap<>();

  private final Random random;
  private final Instant downFrom;
  private final Instant backAt;
  private final long stepMillis;
  private final Map<AttemptId, Instant> endsAt = new HashMap<>();
  private final PriorityQueue<Delivery> deliveries =
      new PriorityQueue<>(Comparator.comparing(Delivery::at).thenComparing(Delivery::order));
  private int order;

  FailingCarrier(Random random, Instant downFrom, Instant backAt, long stepMillis) {
    this.random = random;
    this.downFrom = downFrom;
    this.backAt = backAt;
    this.stepMillis = stepMillis;
  }

  Instant backAt() {
    return backAt;
  }

  boolean isDown(Instant at) {
    return !at.isBefore(downFrom) && at.isBefore(backAt);
  }

  void settled(CallEvent.Decision decision) {
    if (decision instanceof CallEvent.CallSettled end && ends.put(end.call(), end) != null) {
      throw new AssertionError("settled twice: " + end.call());
    }
  }

  void take(DialRequest request, Instant now) {
    switch (request.kind()) {
      case DIAL -> dial(request);
      case ASK -> ask(request.attempt(), now.plusMillis(stepMillis));
      case HANG_UP, WITHDRAW -> {
        // Nobody talks that long: the end was not told, and an ask will find it.
      }
    }
  }

  private void dial(DialRequest request) {
    Instant at = request.slotAt();
    if (!isDown(at)) {
      ring(request.attempt(), at, true);
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> giveBack(request, Duration.ofSeconds(2), Cause.UNAVAILABLE);
      case 1 -> giveBack(request, Duration.ofSeconds(random.nextInt(30)), Cause.SLOW_DOWN);
      case 2 -> giveBack(request, Duration.ofMillis(500 + random.nextInt(4_500)), Cause.BREAKER);
      case 3 -> giveBack(request, null, Cause.LATE);
      case 4 -> {
        // The request is swallowed: no ring, no answer.
      }
      default -> ring(request.attempt(), at, false);
    }
  }

  private void giveBack(DialRequest request, Duration retryAfter, Cause cause) {
    Instant at = request.slotAt();
    send(at, new NotDialed(request.attempt(), at, at, "down", retryAfter, cause));
  }

  private void ring(AttemptId attempt, Instant at, boolean said) {
    if (endsAt.putIfAbsent(attempt, at.plus(TALK)) == null) {
      rings.merge(attempt, 1, Integer::sum);
    }
    if (said) {
      send(at, new CallEvent.Dialing(attempt, at, "w"));
      // The end is told like anything else: not while it is down.
      Instant end = endsAt.get(attempt);
      if (!isDown(end)) {
        send(end.isBefore(at) ? at : end, ended(attempt));
      }
    }
  }

  private void ask(AttemptId attempt, Instant at) {
    if (isDown(at)) {
      return;
    }
    Instant end = endsAt.get(attempt);
    if (end == null) {
      send(at, new CallEvent.NeverHeardOf(attempt, at, true));
    } else if (at.isBefore(end)) {
      send(at, new CallEvent.Progress(attempt, at, "talking"));
    } else {
      send(at, ended(attempt));
    }
  }

  private CallEvent.Ended ended(AttemptId attempt) {
    Instant at = endsAt.get(attempt);
    return new CallEvent.Ended(attempt, at, Outcome.ANSWERED, 3.0, null, null);
  }

  private void send(Instant at, CallEvent.Report report) {
    deliveries.add(new Delivery(at, order++, report));
  }

  List<CallEvent.Report> reportsBy(Instant now) {
    List<CallEvent.Report> arrived = new ArrayList<>();
    while (!deliveries.isEmpty() && !deliveries.peek().at().isAfter(now)) {
      arrived.add(deliveries.poll().report());
    }
    return arrived;
  }
}
