package peal.dialer.dialing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.PromptText;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.Source;
import peal.service.trace.Origin;

/**
 * Takes dials on, places them when their turn comes, and reports what the carrier answered. Every
 * dial that is taken on holds one place below the ceiling until it is reported. Thread-safe.
 */
final class Placing implements Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Placing.class);
  private static final Duration FULL_FOR = Duration.ofSeconds(1);

  private final Carrier carrier;
  private final LaneGates gates;
  private final CarrierBreaker breaker;
  private final Ceiling ceiling;
  private final Reports reports;
  private final DialingMetrics metrics;
  private final Clocks clocks;
  private final Executor executor;
  private final Duration answerLimit;
  private final String worker;

  Placing(
      Carrier carrier,
      LaneGates gates,
      CarrierBreaker breaker,
      Ceiling ceiling,
      Reports reports,
      DialingMetrics metrics,
      Clocks clocks,
      Executor executor,
      Duration answerLimit,
      String worker) {
    this.carrier = carrier;
    this.gates = gates;
    this.breaker = breaker;
    this.ceiling = ceiling;
    this.reports = reports;
    this.metrics = metrics;
    this.clocks = clocks;
    this.executor = executor;
    this.answerLimit = answerLimit;
    this.worker = worker;
  }

  /** Takes {@code request} on and lets it wait in {@code slots}, or gives it back at once. */
  void receive(DialRequest request, Origin origin, Moment arrival, LaneSlots slots) {
    Window window = Window.of(request, arrival);
    if (window.passed(clocks.now())) {
      report(request, NotDialedReason.LATE, null);
    } else if (!ceiling.tryTake(request.lane())) {
      report(request, NotDialedReason.FULL, FULL_FOR);
    } else {
      slots.add(new Waiting(request, window, origin));
    }
  }

  @Override
  public void dial(Waiting waiting) {
    executor.execute(() -> {
      try (Origin.Entered entered = waiting.origin().enter()) {
        place(waiting);
      } catch (RuntimeException fault) {
        LOG.error("Dialing {} failed here.", waiting.request().attempt(), fault);
        ceiling.giveBack(waiting.request().lane());
      }
    });
  }

  @Override
  public void late(Waiting waiting) {
    executor.execute(() -> giveBack(waiting.request(), NotDialedReason.LATE, null));
  }

  @Override
  public void stopped(Waiting waiting) {
    giveBack(waiting.request(), NotDialedReason.STOPPING, null);
  }

  private void place(Waiting waiting) {
    DialRequest request = waiting.request();
    Carrier.Order order = orderOf(waiting);
    if (!breaker.permits()) {
      giveBack(request, NotDialedReason.BREAKER, breaker.retryAfter());
      return;
    }
    Moment now = clocks.now();
    CompletionStage<Placement> answer = ask(order);
    answer.whenComplete((placement, fault) -> {
      Placement known = fault == null ? placement : lost(request, fault);
      if (known instanceof Placement.Withheld) {
        breaker.unused();
        giveBack(request, NotDialedReason.LATE, null);
        return;
      }
      Duration took = Duration.ofNanos(clocks.nanos() - now.nanos());
      breaker.answered(known, took);
      metrics.answered(took);
      answered(request, known);
      ceiling.giveBack(request.lane());
    });
  }

  private CompletionStage<Placement> ask(Carrier.Order order) {
    try {
      return carrier
          .place(order)
          .toCompletableFuture()
          .copy()
          .orTimeout(answerLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RuntimeException fault) {
      return CompletableFuture.failedStage(fault);
    }
  }

  private Carrier.Order orderOf(Waiting waiting) {
    DialRequest request = waiting.request();
    CallingAgent agent = request.agent();
    return new Carrier.Order(
        request.attempt(),
        request.lane(),
        request.number(),
        agent,
        filled(agent.prompt(), request),
        agent.welcomeMessage() == null ? null : filled(agent.welcomeMessage(), request),
        () -> lastLook(waiting),
        waiting.origin());
  }

  /** Called by the carrier right before the phone can ring: anything may have delayed us. */
  private boolean lastLook(Waiting waiting) {
    boolean passes = gates.pass(waiting);
    if (passes) {
      metrics.lateness(Duration.ofNanos(clocks.nanos() - waiting.window().slotNanos()));
    }
    return passes;
  }

  private static String filled(String template, DialRequest request) {
    return PromptText.fill(template, List.of(request.variables(), request.agent().variables()))
        .text();
  }

  private static Placement lost(DialRequest request, Throwable fault) {
    LOG.error("The carrier's answer to {} was lost.", request.attempt(), fault);
    return new Placement.Unclear("no answer");
  }

  private void answered(DialRequest request, Placement placement) {
    switch (placement) {
      case Placement.Placed placed -> {
        metrics.dialed("placed");
        reports.report(
            request.lane(),
            new Dialing(request.attempt(), clocks.now().wall(), worker),
            Source.PLACED);
      }
      case Placement.Refused refused -> {
        metrics.dialed("refused");
        reports.report(
            request.lane(),
            new Ended(
                request.attempt(),
                clocks.now().wall(),
                refused.outcome(),
                null,
                null,
                refused.detail()),
            Source.PLACED);
      }
      case Placement.Unavailable unavailable -> {
        metrics.dialed("unavailable");
        report(
            request, NotDialedReason.UNAVAILABLE, unavailable.reason(), unavailable.retryAfter());
      }
      case Placement.SlowDown slowDown -> {
        metrics.dialed("slow_down");
        report(request, NotDialedReason.SLOW_DOWN, slowDown.reason(), slowDown.retryAfter());
      }
      case Placement.Withheld withheld ->
          throw new IllegalStateException("given back before it came here");
      case Placement.Unclear unclear -> {
        // Saying anything would be a guess. Silence makes dispatch ask once dialBy has passed.
        metrics.dialed("unclear");
        LOG.warn("Nobody knows whether {} rang: {}", request.attempt(), unclear.reason());
      }
    }
  }

  private void giveBack(DialRequest request, NotDialedReason reason, Duration retryAfter) {
    report(request, reason, retryAfter);
    ceiling.giveBack(request.lane());
  }

  private void report(DialRequest request, NotDialedReason reason, Duration retryAfter) {
    report(request, reason, reason.text(), retryAfter);
  }

  private void report(
      DialRequest request, NotDialedReason reason, String words, Duration retryAfter) {
    metrics.notDialed(reason);
    reports.report(
        request.lane(),
        new NotDialed(
            request.attempt(),
            clocks.now().wall(),
            request.slotAt(),
            words,
            retryAfter,
            reason.cause()),
        Source.PLACED);
  }
}
