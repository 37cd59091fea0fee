package peal.dialer.dialing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Outcome;
import peal.domain.Wording;
import peal.domain.WorkspaceId;
import peal.service.trace.Origin;

/**
 * Takes dials on, places them when their turn comes, and reports what the carrier answered. Every
 * dial that is taken on holds one place below the ceiling until it is reported. Thread-safe.
 */
final class Placing implements Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Placing.class);
  private static final String TOO_LONG =
      "prompt and welcome message would have more than %,d bytes".formatted(Wording.LONGEST);

  /** Dispatch gives slots away half a second ahead; the rest is for clocks that disagree. */
  private static final Duration FARTHEST_SLOT = Duration.ofSeconds(5);

  private static final Duration FULL_FOR = Duration.ofSeconds(1);

  /** A carrier whose queue is longer gets nothing more until it is shorter. */
  private static final Duration SHORT_QUEUE = Duration.ofSeconds(1);

  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  private final Carrier carrier;
  private final LaneGates gates;
  private final DialingStops stops;
  private final CarrierBreaker breaker;
  private final Ceiling ceiling;
  private final PlacementLimit placements;
  private final DialReports reports;
  private final DialingMetrics metrics;
  private final CarrierMetrics carrierMetrics;
  private final Clocks clocks;
  private final Executor executor;
  private final AnswerLimit answerLimit;

  /** Where dials are counted: the worker's, and this carrier's. */
  record Metrics(DialingMetrics worker, CarrierMetrics carrier) {}

  Placing(
      Carrier carrier,
      LaneGates gates,
      DialingStops stops,
      CarrierBreaker breaker,
      Ceiling ceiling,
      PlacementLimit placements,
      Reports reports,
      Metrics metrics,
      Clocks clocks,
      Executor executor,
      AnswerLimit answerLimit,
      String worker) {
    this.carrier = carrier;
    this.gates = gates;
    this.stops = stops;
    this.breaker = breaker;
    this.ceiling = ceiling;
    this.placements = placements;
    this.reports = new DialReports(reports, metrics, clocks, worker);
    this.metrics = metrics.worker();
    this.carrierMetrics = metrics.carrier();
    this.clocks = clocks;
    this.executor = executor;
    this.answerLimit = answerLimit;
  }

  /** Takes {@code request} on and lets it wait in {@code slots}, or gives it back at once. */
  void receive(DialRequest request, Origin origin, Moment arrival, LaneSlots slots) {
    Window window = Window.of(request, arrival);
    if (window.passed(clocks.now())) {
      giveBack(request, NotDialedReason.LATE, null);
    } else if (window.slotNanos() - arrival.nanos() > FARTHEST_SLOT.toNanos()) {
      giveBack(request, NotDialedReason.EARLY, null);
    } else if (!ceiling.tryTake(request.lane(), Ceiling.bytesOf(request))) {
      giveBack(request, NotDialedReason.FULL, FULL_FOR);
    } else {
      queue(new Waiting(request, window, origin), slots);
    }
  }

  /** A report may wait for Kafka, and the poll must not. */
  private void giveBack(DialRequest request, NotDialedReason reason, Duration retryAfter) {
    executor.execute(() -> reports.notDialed(request, reason, retryAfter));
  }

  private void queue(Waiting waiting, LaneSlots slots) {
    try {
      slots.add(waiting);
    } catch (RuntimeException | Error fault) {
      // It is in no queue, so nobody else will give its place back.
      held(waiting, false).close();
      throw fault;
    }
  }

  private HeldPlaces held(Waiting waiting, boolean atCarrier) {
    return new HeldPlaces(waiting.request(), ceiling, placements, atCarrier);
  }

  @Override
  public void dial(Waiting waiting) {
    HeldPlaces held = held(waiting, true);
    onItsThread(waiting, held, () -> place(waiting, held));
  }

  @Override
  public void late(Waiting waiting) {
    HeldPlaces held = held(waiting, false);
    onItsThread(waiting, held, () -> giveBack(waiting, held, NotDialedReason.LATE, null));
  }

  @Override
  public void stopped(Waiting waiting) {
    HeldPlaces held = held(waiting, false);
    onItsThread(waiting, held, () -> giveBack(waiting, held, NotDialedReason.STOPPING, null));
  }

  /** Whatever breaks off, no thread to be had included, the places come back. */
  private void onItsThread(Waiting waiting, HeldPlaces held, Runnable road) {
    try {
      executor.execute(() -> {
        try (Origin.Entered entered = waiting.origin().enter()) {
          road.run();
        } catch (RuntimeException | Error fault) {
          failed(waiting, held, fault);
        }
      });
    } catch (RuntimeException | Error fault) {
      failed(waiting, held, fault);
    }
  }

  private static void failed(Waiting waiting, HeldPlaces held, Throwable fault) {
    try (held) {
      LOG.error("Dialing {} failed here; dispatch will ask.", waiting.attempt(), fault);
    }
  }

  private void place(Waiting waiting, HeldPlaces held) {
    DialRequest request = waiting.request();
    if (isStopped(request)) {
      // The last look would say so, too, but only once a connection was taken.
      held.leaveCarrier();
      giveBack(waiting, held, NotDialedReason.DIALING_STOPPED, null);
      return;
    }
    Optional<Wording.Filled> says = request.agent().says(request.number(), request.variables());
    if (says.isEmpty()) {
      try (held) {
        held.leaveCarrier();
        reports.answered(request, new Placement.Refused(Outcome.REJECTED, TOO_LONG), null);
      }
      return;
    }
    LastLook look = new LastLook(waiting);
    Carrier.Order order = orderOf(waiting, says.get(), look);
    WorkspaceId caller = request.lane().workspace();
    if (!breaker.permits(caller)) {
      held.leaveCarrier();
      giveBack(waiting, held, NotDialedReason.BREAKER, breaker.retryAfter(caller));
      return;
    }
    Moment now = clocks.now();
    answerLimit
        .ask(() -> carrier.place(order))
        .whenComplete((placement, fault) -> {
          try (held) {
            Placement known = fault == null ? placement : lost(request, fault);
            ended(waiting, held, known, now, look);
          } catch (RuntimeException | Error broken) {
            failed(waiting, held, broken);
          }
        });
  }

  private void ended(
      Waiting waiting, HeldPlaces held, Placement placement, Moment began, LastLook look) {
    DialRequest request = waiting.request();
    if (placement instanceof Placement.Withheld) {
      held.leaveCarrier();
      breaker.unused(Duration.ofNanos(clocks.nanos() - began.nanos()));
      giveBack(waiting, held, look.refused, null);
      return;
    }
    Moment sent = look.sent;
    long ended = clocks.nanos();
    // What it waited here for its instant says nothing of the carrier.
    Moment left = sent == null ? began : sent;
    Duration took = Duration.ofNanos(ended - began.nanos());
    try {
      held.leaveCarrier(left.nanos(), ended, placement instanceof Placement.Unclear);
      breaker.answered(request.lane().workspace(), placement, took);
      carrierMetrics.answered(took);
    } finally {
      if (placement instanceof Placement.Placed placed) {
        restWhile(placed.queuedFor());
      }
      reports.answered(request, placement, sent == null ? null : sent.wall());
    }
  }

  private Carrier.Order orderOf(Waiting waiting, Wording.Filled says, LastLook look) {
    DialRequest request = waiting.request();
    CallingAgent agent = request.agent();
    return new Carrier.Order(
        request.attempt(),
        request.lane(),
        request.number(),
        agent,
        says.prompt(),
        says.welcomeMessage(),
        request.dialBy(),
        look::passes,
        waiting.origin());
  }

  private boolean isStopped(DialRequest request) {
    return stops.of(request.lane().workspace(), request.carrier()).isPresent();
  }

  /** What was seen right before the phone could ring: anything may have delayed us till then. */
  private final class LastLook {
    private final Waiting waiting;

    /** When the order left, or null. */
    private volatile Moment sent;

    /** Why it did not leave, where it did not. */
    private volatile NotDialedReason refused = NotDialedReason.LATE;

    private LastLook(Waiting waiting) {
      this.waiting = waiting;
    }

    /** Called by the carrier, which lets the phone ring only where this says so. */
    private boolean passes() {
      Optional<Moment> passed = gates.pass(waiting);
      if (passed.isEmpty()) {
        return false;
      }
      // After the wait at the gate, so that nothing lies between this look and the wire.
      if (isStopped(waiting.request())) {
        refused = NotDialedReason.DIALING_STOPPED;
        return false;
      }
      Moment now = passed.get();
      sent = now;
      metrics.lateness(Duration.ofNanos(now.nanos() - waiting.window().slotNanos()));
      return true;
    }
  }

  private static Placement lost(DialRequest request, Throwable fault) {
    LOG.error("The carrier's answer to {} was lost.", request.attempt(), fault);
    return new Placement.Unclear("no answer");
  }

  /** A queue at the carrier that grows is its wish for fewer calls. */
  private void restWhile(Duration queuedFor) {
    if (queuedFor != null && queuedFor.compareTo(SHORT_QUEUE) > 0) {
      placements.rest(queuedFor.compareTo(LONGEST_REST) < 0 ? queuedFor : LONGEST_REST);
    }
  }

  private void giveBack(
      Waiting waiting, HeldPlaces held, NotDialedReason reason, Duration retryAfter) {
    try (held) {
      reports.notDialed(waiting.request(), reason, retryAfter);
    }
  }
}
