package peal.dialer.dialing;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import peal.dialer.carrier.CarrierAdapter;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.service.trace.Origin;

/**
 * One worker's way to one carrier: its dials in wait, its breaker, its limits and its metrics. A
 * carrier that is slow or away costs the others nothing but the room in the worker that all share.
 * Thread-safe.
 */
final class Trunk {
  private static final Duration HEAD_START = Duration.ofMillis(25);

  /** A call that waits for its carrier comes again within ten seconds. */
  private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final double NANOS_PER_SECOND = 1e9;

  private final CarrierBreaker breaker;
  private final Placing placing;
  private final Inquiry inquiry;
  private final LaneSlots slots;
  private final Executor threads;
  private final Clocks clocks;
  private volatile long dialedAt;

  /** What all trunks of a worker share. */
  record Shared(
      DialingSettings settings,
      Clocks clocks,
      Alarms alarms,
      LaneGates gates,
      DialingStops stops,
      Ceiling ceiling,
      Reports reports,
      DialingMetrics metrics,
      MeterRegistry registry,
      Executor threads,
      String worker) {}

  Trunk(CarrierAdapter carrier, Shared shared) {
    DialingSettings settings = shared.settings();
    this.clocks = shared.clocks();
    this.dialedAt = clocks.nanos() - LATELY_NANOS;
    CarrierMetrics metrics = new CarrierMetrics(shared.registry(), carrier.id());
    metrics.gauge(
        "peal_carrier_heard",
        "Whether what the carrier reports by itself reaches this dialer; 0 while its event stream"
            + " is broken",
        () -> carrier.calls().isHeard() ? 1 : 0);
    PlacementLimit placements =
        new PlacementLimit(
            settings.maxPlacements(), settings.slowAnswer(), spacingNanos(carrier), clocks::nanos);
    AnswerLimit answerLimit = new AnswerLimit(settings.answerLimit());
    this.threads = shared.threads();
    this.breaker = new CarrierBreaker(carrier.id(), settings, clocks);
    this.placing =
        new Placing(
            carrier.calls(),
            shared.gates(),
            shared.stops(),
            breaker,
            shared.ceiling(),
            placements,
            shared.reports(),
            new Placing.Metrics(shared.metrics(), metrics),
            clocks,
            shared.threads(),
            answerLimit,
            shared.worker());
    this.inquiry =
        new Inquiry(
            carrier.calls(),
            shared.reports(),
            metrics,
            clocks,
            answerLimit,
            settings.maxInquiries());
    this.slots =
        new LaneSlots(
            clocks,
            shared.alarms(),
            settings.spacingTolerance().toNanos(),
            HEAD_START.toNanos(),
            placements,
            placing);
    metrics.gauge("peal_placements", "Dials that wait for the carrier's answer", placements::taken);
    metrics.gauge(
        "peal_placements_limit",
        "Dials that may wait for the carrier's answer at once, learned from how fast it answers",
        placements::limit);
    metrics.gauge("peal_carrier_breaker_state", "0 closed, 1 trying again, 2 open", breaker::state);
    metrics.count(
        "peal_carrier_breaker_openings",
        "How often this worker has left the carrier alone because it failed",
        breaker::openings);
  }

  private static long spacingNanos(CarrierAdapter carrier) {
    return carrier.callsPerSecond() == 0 ? 0 : (long) (NANOS_PER_SECOND / carrier.callsPerSecond());
  }

  void receive(DialRequest request, Origin origin, Moment arrival) {
    if (request.kind() == DialRequest.Kind.DIAL) {
      dialedAt = arrival.nanos();
    }
    switch (request.kind()) {
      case DIAL -> placing.receive(request, origin, arrival, slots);
      case ASK -> threads.execute(() -> inquiry.ask(request, origin));
      case HANG_UP -> threads.execute(() -> inquiry.hangUp(request, origin));
      case WITHDRAW -> threads.execute(() -> inquiry.withdraw(request, origin));
    }
  }

  /**
   * Whether calls are made, and none of the carriers by which any was to be made of late can be
   * reached. One that nobody calls by says nothing: its breaker stays closed.
   */
  static boolean allFail(Collection<Trunk> trunks) {
    List<Trunk> used = trunks.stream().filter(Trunk::isUsed).toList();
    return !used.isEmpty() && used.stream().allMatch(Trunk::fails);
  }

  private boolean isUsed() {
    return clocks.nanos() - dialedAt < LATELY_NANOS;
  }

  /** Whether it fails, or is only being tried again. */
  boolean fails() {
    return breaker.state() != 0;
  }

  /** How the carrier is seen from here: {@code ok}, {@code failing} or {@code tried again}. */
  String health() {
    return switch (breaker.state()) {
      case 0 -> "ok";
      case 1 -> "tried again";
      default -> "failing";
    };
  }

  /** Gives back what still waits for a slot. */
  void stop() {
    slots.stop();
  }
}
