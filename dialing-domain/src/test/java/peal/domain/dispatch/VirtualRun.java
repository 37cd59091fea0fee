package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.forecast.Assumption;
import peal.domain.hours.CallingHours;

/**
 * A batch as it runs: its records come in, a tick every 50 ms, and a network by which calls end as
 * is assumed and reports take a while.
 */
final class VirtualRun {
  static final BatchId BATCH = BatchId.ofToken("b");
  private static final Timing TIMING = Timing.DEFAULT;
  private static final long TICK = 50;

  private record Delivery(Instant at, CallEvent.Report report) {}

  private final MapLaneStore store = new MapLaneStore();
  private final LaneBook book = store.book();
  private final Dispatch dispatch = new Dispatch(TIMING);
  private final LaneTick tick = new LaneTick(TIMING);
  private final PriorityQueue<Delivery> deliveries =
      new PriorityQueue<>(Comparator.comparing(Delivery::at));
  private final Assumption assumed;
  private final LaneShare share;
  private final Random random;
  private Instant now;

  int attempts;
  int skipped;
  boolean stopped;
  Instant finish;

  VirtualRun(Assumption assumed, LaneShare share, long seed, Instant begin) {
    this.assumed = assumed;
    this.share = share;
    this.random = new Random(seed);
    this.now = begin;
    this.finish = begin;
  }

  /** Runs a batch of rows that ring in {@code zones}, one each, to its end. */
  void run(List<String> zones, BatchPlan plan, CallingHours hours) {
    int size = zones.size();
    take(
        dispatch.apply(
            book,
            new BatchOpened(
                BATCH,
                now,
                null,
                LaneLife.agent(),
                size,
                size,
                now.plusSeconds(900),
                false,
                null,
                plan,
                hours,
                null,
                null),
            now));
    for (int row = 1; row <= size; row++) {
      CallId id = CallId.ofRow(BATCH, 0, row);
      PhoneNumber number = new PhoneNumber("+1555" + (1_000_000 + row));
      take(
          dispatch.apply(
              book, new CallQueued(id, now, number, Map.of(), zones.get(row - 1), null), now));
    }
    take(dispatch.apply(book, new BatchSealed(BATCH, now, size), now));
    while (!store.isEmpty()) {
      while (!deliveries.isEmpty() && !deliveries.peek().at().isAfter(now)) {
        take(dispatch.apply(book, deliveries.poll().report(), now));
      }
      Optional<Instant> act = tick.nextAct(book, now);
      if (act.filter(at -> !at.isAfter(now)).isPresent()) {
        take(tick.run(book, share, DialingStops.NONE, now, Instant.EPOCH, () -> true));
      }
      Instant next = now.plusMillis(TICK);
      boolean asleep =
          deliveries.isEmpty() && act.filter(at -> at.isAfter(now.plusSeconds(60))).isPresent();
      now = asleep ? act.get() : next;
    }
  }

  private void take(Decisions decisions) {
    for (CallEvent.Decision event : decisions.events()) {
      switch (event) {
        case CallEvent.CallSettled end -> {
          skipped += end.skipped() == null || end.attempts() > 0 ? 0 : 1;
          finish = now;
        }
        case CallEvent.BatchStopped stop -> {
          stopped = true;
          finish = now;
        }
        default -> {}
      }
    }
    for (DialRequest request : decisions.requests()) {
      switch (request.kind()) {
        case DIAL -> dial(request);
        case ASK -> deliver(now, new CallEvent.Progress(request.attempt(), now, "talking"));
        case HANG_UP, WITHDRAW -> throw new AssertionError(request.kind());
      }
    }
  }

  private void dial(DialRequest request) {
    attempts++;
    Instant at = request.slotAt().plusMillis(random.nextInt(20));
    int row = (int) (request.attempt().call().row() - 1);
    Outcome outcome = assumed.outcome(row, request.attempt().number());
    Duration length = assumed.length(outcome);
    deliver(at, new CallEvent.Dialing(request.attempt(), at, "w", at));
    if (outcome.completes()) {
      Instant picked = at.plus(assumed.ringing());
      deliver(picked, new CallEvent.Connected(request.attempt(), picked));
    }
    Instant end = at.plus(length);
    deliver(end, new CallEvent.Ended(request.attempt(), end, outcome, null, null, null));
  }

  private void deliver(Instant at, CallEvent.Report report) {
    deliveries.add(new Delivery(at.plusMillis(random.nextInt(30)), report));
  }
}
