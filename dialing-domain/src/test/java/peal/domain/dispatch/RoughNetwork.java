package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;

/**
 * Workers and a carrier that do everything that can go wrong: they die, pause, lose answers and
 * callbacks, repeat and reorder reports. The carrier honours idempotency keys or does not; a worker
 * that is not dead keeps the deadline.
 */
final class RoughNetwork {
  /** A report on its way to the lane. */
  record Delivery(Instant at, int order, CallEvent.Report report) {}

  private record Line(Instant since, Instant endsAt, Outcome outcome, boolean endIsCalledBack) {}

  private static final Outcome[] OUTCOMES = Outcome.values();

  private final Random random;
  private final boolean honoursKeys;
  private final double trouble;
  private final StopTimeline stops;
  private final Map<AttemptId, Line> lines = new HashMap<>();
  private final PriorityQueue<Delivery> deliveries =
      new PriorityQueue<>(
          java.util.Comparator.comparing(Delivery::at).thenComparing(Delivery::order));

  /** Rings per attempt, as the carrier counts them. */
  final Map<AttemptId, Integer> rings = new HashMap<>();

  /** When each ring was. */
  final List<Instant> ringTimes = new ArrayList<>();

  private int order;

  RoughNetwork(Random random, boolean honoursKeys, double trouble, StopTimeline stops) {
    this.random = random;
    this.honoursKeys = honoursKeys;
    this.trouble = trouble;
    this.stops = stops;
  }

  void take(DialRequest request, Instant now) {
    switch (request.kind()) {
      case DIAL -> dial(request);
      case ASK -> ask(request.attempt(), now.plusMillis(5 + random.nextInt(200)));
      case HANG_UP, WITHDRAW -> {
        lines.computeIfPresent(
            request.attempt(), (id, line) -> new Line(line.since(), now, Outcome.ANSWERED, true));
        if (!goesWrong()) {
          ask(request.attempt(), now.plusMillis(20));
        }
      }
    }
  }

  private void dial(DialRequest request) {
    AttemptId id = request.attempt();
    if (goesWrong() && random.nextBoolean()) {
      return; // The worker died with the request.
    }
    if (goesWrong() && random.nextBoolean()) {
      Duration rest = random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(2_000));
      send(
          request.slotAt(),
          new CallEvent.NotDialed(id, request.slotAt(), request.slotAt(), "no", rest));
      return;
    }
    long late = goesWrong() ? random.nextInt(1_500) : random.nextInt(3);
    Instant at = request.slotAt().plusMillis(late);
    if (stops.at(at).of(request.lane().workspace(), request.carrier()).isPresent()) {
      if (!goesWrong()) {
        send(
            at,
            new CallEvent.NotDialed(
                id,
                at,
                request.slotAt(),
                "dialing is stopped",
                null,
                CallEvent.NotDialed.Cause.DIALING_STOPPED));
      }
      return;
    }
    if (!lines.containsKey(id) || !honoursKeys) {
      rings.merge(id, 1, Integer::sum);
      ringTimes.add(at);
      Outcome outcome = OUTCOMES[random.nextInt(OUTCOMES.length - 1)];
      // The order may be long on its way, and the carrier knows nothing of it meanwhile.
      Instant since = goesWrong() ? at.plusMillis(random.nextInt(5_000)) : at;
      lines.put(
          id, new Line(since, since.plusMillis(random.nextInt(90_000)), outcome, !goesWrong()));
    }
    if (!goesWrong()) {
      send(at.plusMillis(10), new CallEvent.Dialing(id, at, "w"));
    }
    Line line = lines.get(id);
    if (line.outcome().completes() && !goesWrong()) {
      send(at.plusMillis(20), new CallEvent.Connected(id, at.plusMillis(20)));
    }
    if (line.endIsCalledBack()) {
      send(line.endsAt(), ended(id, line));
    }
  }

  private void ask(AttemptId id, Instant at) {
    if (goesWrong()) {
      return;
    }
    Line line = lines.get(id);
    if (line == null || at.isBefore(line.since())) {
      send(at, new CallEvent.NeverHeardOf(id, at, honoursKeys));
    } else if (line.endsAt().isAfter(at)) {
      send(at, new CallEvent.Progress(id, at, "talking"));
    } else {
      send(at, ended(id, line));
    }
  }

  private static CallEvent.Ended ended(AttemptId id, Line line) {
    return new CallEvent.Ended(id, line.endsAt(), line.outcome(), null, null, null);
  }

  private void send(Instant at, CallEvent.Report report) {
    deliveries.add(new Delivery(at, order++, report));
    if (goesWrong()) {
      deliveries.add(new Delivery(at.plusMillis(random.nextInt(5_000)), order++, report));
    }
  }

  private boolean goesWrong() {
    return random.nextDouble() < trouble;
  }

  /** Everything that has arrived by {@code now}. */
  List<CallEvent.Report> arrivedBy(Instant now) {
    List<CallEvent.Report> arrived = new ArrayList<>();
    while (!deliveries.isEmpty() && !deliveries.peek().at().isAfter(now)) {
      arrived.add(deliveries.poll().report());
    }
    return arrived;
  }

  boolean quiet() {
    return deliveries.isEmpty();
  }
}
