package peal.dialer.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
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

  DispatchMeters(MeterRegistry registry) {
    ticks =
        Timer.builder("peal_lane_tick")
            .description("Time that one tick over all lanes of a task takes")
            .publishPercentiles(0.5, 0.99)
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
}
