package peal.dialer.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;

/** What dispatch counts. Thread-safe. */
final class DispatchMeters {
  private final Timer ticks;
  private final Map<DialRequest.Kind, Counter> requests = new EnumMap<>(DialRequest.Kind.class);
  private final Map<Outcome, Counter> settled = new EnumMap<>(Outcome.class);
  private final Counter cancelled;
  private final Counter callbacks;

  private final AtomicLong requested = new AtomicLong();
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong heldBack = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();

  DispatchMeters(MeterRegistry registry) {
    open(registry, "requested", requested);
    open(registry, "placed", placed);
    open(registry, "held_back", heldBack);
    Gauge.builder("peal_calls_stuck", unanswered, AtomicLong::get)
        .description("Calls of which nothing was heard though they were asked about three times")
        .register(registry);
    ticks =
        Timer.builder("peal_lane_tick")
            .description("Time that one tick over all lanes of a task takes")
            .serviceLevelObjectives(
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(200))
            .register(registry);
    for (DialRequest.Kind kind : DialRequest.Kind.values()) {
      requests.put(
          kind,
          Counter.builder("peal_dial_requests")
              .description("Requests sent to workers")
              .tag("kind", kind.name().toLowerCase(java.util.Locale.ROOT))
              .register(registry));
    }
    for (Outcome outcome : Outcome.values()) {
      settled.put(outcome, ended(registry, outcome.name().toLowerCase(java.util.Locale.ROOT)));
    }
    cancelled = ended(registry, "cancelled");
    callbacks =
        Counter.builder("peal_callbacks_scheduled")
            .description("Calls that will be dialed again")
            .register(registry);
  }

  private static void open(MeterRegistry registry, String state, AtomicLong value) {
    Gauge.builder("peal_open_calls", value, AtomicLong::get)
        .description("Attempts under way, of the lanes that this instance owns")
        .tag("state", state)
        .register(registry);
  }

  private static Counter ended(MeterRegistry registry, String outcome) {
    return Counter.builder("peal_calls_settled")
        .description("Calls that have ended for ever")
        .tag("outcome", outcome)
        .register(registry);
  }

  void ticked(Duration took) {
    ticks.record(took);
  }

  void requested(DialRequest request) {
    requests.get(request.kind()).increment();
  }

  void decided(CallEvent.Decision decision) {
    switch (decision) {
      case CallSettled end when end.outcome() == null -> cancelled.increment();
      case CallSettled end -> settled.get(end.outcome()).increment();
      case CallbackScheduled again -> callbacks.increment();
      case CallEvent.BatchStopped stopped -> {
        // Counted by the projection, which knows how many calls it drops.
      }
      case CallEvent.BatchExpired expired -> {
        // Nobody was dialed.
      }
    }
  }

  /** What one task adds to the gauges, as long as it runs here. */
  Share share() {
    return new Share();
  }

  /** One task's part of the gauges. Used by one thread. */
  final class Share implements AutoCloseable {
    private long ofRequested;
    private long ofPlaced;
    private long ofHeldBack;
    private long ofUnanswered;

    private Share() {}

    /** These are the task's lanes now. */
    void now(Collection<StoredLaneBook> lanes) {
      long nextRequested = 0;
      long nextPlaced = 0;
      long nextHeldBack = 0;
      long nextUnanswered = 0;
      for (StoredLaneBook lane : lanes) {
        OpenCalls open = lane.attempts();
        nextRequested += open.requested();
        nextPlaced += open.placed();
        nextHeldBack += open.heldBack();
        nextUnanswered += open.unanswered();
      }
      become(nextRequested, nextPlaced, nextHeldBack, nextUnanswered);
    }

    private void become(
        long nextRequested, long nextPlaced, long nextHeldBack, long nextUnanswered) {
      requested.addAndGet(nextRequested - ofRequested);
      placed.addAndGet(nextPlaced - ofPlaced);
      heldBack.addAndGet(nextHeldBack - ofHeldBack);
      unanswered.addAndGet(nextUnanswered - ofUnanswered);
      ofRequested = nextRequested;
      ofPlaced = nextPlaced;
      ofHeldBack = nextHeldBack;
      ofUnanswered = nextUnanswered;
    }

    /** The task leaves. */
    @Override
    public void close() {
      become(0, 0, 0, 0);
    }
  }
}
