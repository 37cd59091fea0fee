package peal.dialer.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.dispatch.OpenCalls;
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
  private final Counter suppressions;
  private final Counter suppressed;
  private final Counter tripped;

  private final AtomicLong requested = new AtomicLong();
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong heldBack = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong failing = new AtomicLong();

  DispatchMeters(MeterRegistry registry) {
    open(registry, "requested", requested);
    open(registry, "placed", placed);
    open(registry, "held_back", heldBack);
    Gauge.builder("peal_calls_stuck", unanswered, AtomicLong::get)
        .description("Calls of which nothing was heard though they were asked about three times")
        .register(registry);
    Gauge.builder("peal_lanes_failing", failing, AtomicLong::get)
        .description("Lanes whose rules or entries fail; nothing of them is dialed")
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
    suppressions =
        Counter.builder("peal_suppressions")
            .description("Changes of do-not-call lists that lanes have taken in")
            .register(registry);
    suppressed =
        Counter.builder("peal_dials_suppressed")
            .description("Calls that were ended because of a do-not-call list")
            .register(registry);
    tripped =
        Counter.builder("peal_batches_tripped")
            .description("Lanes of batches in which too many calls failed, by their stopWhen")
            .register(registry);
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
      case CallSettled end -> {
        (end.outcome() == null ? cancelled : settled.get(end.outcome())).increment();
        suppressed.increment(end.list() == null ? 0 : 1);
      }
      case CallbackScheduled again -> callbacks.increment();
      case CallEvent.CallHeld held -> {
        // It waits, as those do whose turn has not come.
      }
      case CallEvent.BatchStopped stopped -> {
        // Counted by the projection, which knows how many calls it drops.
      }
      case CallEvent.PauseApplied applied -> {
        // Nobody's call has ended by it.
      }
      case CallEvent.BatchTripped found -> tripped.increment();
      case CallEvent.ChangeApplied applied -> {
        // Neither by this.
      }
      case CallEvent.LateOptOut heard -> {
        // Counted as an entry when it comes back as one.
      }
      case CallEvent.BatchFinished finished -> {
        // All of them had ended.
      }
      case CallEvent.NumberSuppressed entry -> suppressions.increment();
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
    private final Map<Lane, Figures> lanes = new HashMap<>();
    private final Set<Lane> fail = new HashSet<>();

    private Share() {}

    /** A lane fails; whether that is new. */
    boolean fails(Lane lane) {
      boolean first = fail.add(lane);
      failing.addAndGet(first ? 1 : 0);
      return first;
    }

    /** A lane did its work. */
    void works(Lane lane) {
      failing.addAndGet(fail.remove(lane) ? -1 : 0);
    }

    /** Whether a lane failed when it was last tried. */
    boolean isFailing(Lane lane) {
      return fail.contains(lane);
    }

    /** The lanes that fail. */
    Set<Lane> failing() {
      return fail;
    }

    /** A lane's open calls are these now. */
    void now(Lane lane, OpenCalls calls) {
      Figures now =
          new Figures(calls.requested(), calls.placed(), calls.heldBack(), calls.unanswered());
      Figures before = now.equals(Figures.NONE) ? lanes.remove(lane) : lanes.put(lane, now);
      become(before == null ? Figures.NONE : before, now);
    }

    private void become(Figures before, Figures now) {
      requested.addAndGet(now.requested() - before.requested());
      placed.addAndGet(now.placed() - before.placed());
      heldBack.addAndGet(now.heldBack() - before.heldBack());
      unanswered.addAndGet(now.unanswered() - before.unanswered());
    }

    /** The task leaves. */
    @Override
    public void close() {
      lanes.values().forEach(before -> become(before, Figures.NONE));
      lanes.clear();
      failing.addAndGet(-fail.size());
      fail.clear();
    }
  }

  /** A lane's open calls in figures. */
  private record Figures(int requested, int placed, int heldBack, int unanswered) {
    static final Figures NONE = new Figures(0, 0, 0, 0);
  }
}
