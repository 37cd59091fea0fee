package peal.dialer.carrier.instant;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;

/**
 * A carrier within the process: every call is answered and over at once, so that what is measured
 * is everything else. Numbers of the unassigned country code 999 are refused for good. It remembers
 * the last {@value #REMEMBERED} attempts.
 */
public final class InstantCarrier implements Carrier {
  private static final int REMEMBERED = 200_000;
  private static final String WORDS = "Agent: Hello.\nPerson: Goodbye.";

  private final InstantSource clock;
  private final BiConsumer<Lane, CallEvent.Report> reports;
  private final Executor reporter;
  private final LongAdder rings = new LongAdder();
  private final Map<AttemptId, Instant> rung =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptId, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * An instant carrier.
   *
   * @param reports receives Connected and Ended of every call
   * @param reporter runs the deliveries; {@code Runnable::run} delivers before {@link #place}
   *     returns
   */
  public InstantCarrier(
      InstantSource clock, BiConsumer<Lane, CallEvent.Report> reports, Executor reporter) {
    this.clock = clock;
    this.reports = reports;
    this.reporter = reporter;
  }

  @Override
  public CompletionStage<Placement> place(Order order) {
    if (order.number().e164().startsWith("+999")) {
      return CompletableFuture.completedFuture(
          new Placement.Refused(Outcome.INVALID_NUMBER, "there is no such number"));
    }
    if (!order.lastLook().passes()) {
      return CompletableFuture.completedFuture(new Placement.Withheld());
    }
    Instant now = clock.instant();
    if (remember(order.attempt(), now)) {
      rings.increment();
      reporter.execute(() -> report(order, now));
    }
    return CompletableFuture.completedFuture(new Placement.Placed());
  }

  private void report(Order order, Instant at) {
    reports.accept(order.lane(), new CallEvent.Connected(order.attempt(), at));
    reports.accept(
        order.lane(), new CallEvent.Ended(order.attempt(), at, Outcome.ANSWERED, 0.0, WORDS, null));
  }

  private boolean remember(AttemptId attempt, Instant at) {
    synchronized (rung) {
      return rung.putIfAbsent(attempt, at) == null;
    }
  }

  @Override
  public CompletionStage<Finding> find(CallReference call, Origin origin) {
    Instant at;
    synchronized (rung) {
      at = rung.get(call.attempt());
    }
    return CompletableFuture.completedFuture(
        at == null
            ? new Finding.NeverHeardOf()
            : new Finding.Over(at, Outcome.ANSWERED, 0.0, WORDS));
  }

  /** True for every attempt that it knows: they are all over. */
  @Override
  public CompletionStage<Boolean> hangUp(CallReference call, Origin origin) {
    return find(call, origin).thenApply(finding -> finding instanceof Finding.Over);
  }

  @Override
  public Once once() {
    return new Once.Always();
  }

  /** How many phones rang so far. */
  public long rings() {
    return rings.sum();
  }

  /** Nothing to end. */
  @Override
  public void close() {}
}
