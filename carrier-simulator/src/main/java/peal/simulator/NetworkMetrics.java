package peal.simulator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import peal.domain.Outcome;

/** What the network counts. */
final class NetworkMetrics {
  final Counter requests;
  final Counter rings;

  /** Requests that were refused because all lines are engaged. */
  final Counter noLine;

  /** Rings and ends that the ledger could not write down. */
  final Counter ledgerFailures;

  private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);

  NetworkMetrics(MeterRegistry metrics, Ledger ledger, Bound open, RecentCalls recent) {
    requests =
        Counter.builder("peal.simulator.requests")
            .description("Requests for a call, repeats included")
            .register(metrics);
    rings =
        Counter.builder("peal.simulator.rings")
            .description("Phones that rang, repeats included")
            .register(metrics);
    noLine = refused("calls", metrics);
    ledgerFailures = refused("ledger", metrics);
    for (Outcome outcome : Outcome.values()) {
      ended.put(
          outcome,
          Counter.builder("peal.simulator.calls.ended")
              .description("Calls that are over")
              .tag("outcome", Call.word(outcome))
              .register(metrics));
    }
    Gauge.builder("peal.simulator.calls.open", open, Bound::count)
        .description("Calls that ring or talk")
        .register(metrics);
    Gauge.builder("peal.simulator.calls.open.bytes", open, Bound::bytes)
        .description("What they take of the heap, estimated from above")
        .register(metrics);
    Gauge.builder("peal.simulator.remembered.bytes", recent, RecentCalls::bytes)
        .description("What ended calls take whose words are still known")
        .register(metrics);
    Gauge.builder("peal.simulator.ledger.bytes", ledger, Ledger::bytes)
        .description("What the ledger's segments and indexes take")
        .register(metrics);
    FunctionCounter.builder("peal.simulator.ledger.forgotten", ledger, Ledger::forgotten)
        .description("Rings whose segment was dropped to make room")
        .register(metrics);
  }

  /** The counter of requests that were refused by a bound. */
  static Counter refused(String bound, MeterRegistry metrics) {
    return Counter.builder("peal.simulator.refused")
        .description("Requests that were refused by a bound, to come back")
        .tag("bound", bound)
        .register(metrics);
  }

  Counter endedAs(Outcome outcome) {
    return ended.get(outcome);
  }
}
