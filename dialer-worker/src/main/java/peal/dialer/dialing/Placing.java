package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.Wording;
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
  private static final String TOO_LONG =
      "prompt and welcome message would have more than %,d bytes".formatted(Wording.LONGEST);

  private static final Duration FULL_FOR = Duration.ofSeconds(1);

  /** A carrier whose queue is longer gets nothing more until it is shorter. */
  private static final Duration SHORT_QUEUE = Duration.ofSeconds(1);

  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  private final Carrier carrier;
  private final LaneGates gates;
  private final CarrierBreaker breaker;
  private final Ceiling ceiling;
  private final PlacementLimit placements;
  private final Reports reports;
  private final DialingMetrics metrics;
  private final CarrierMetrics carrierMetrics;
  private final Clocks clocks;
  private final Executor executor;
  private final AnswerLimit answerLimit;
  private final String worker;

  /** Where dials are counted: the worker's, and this carrier's. */
  record Metrics(DialingMetrics worker, CarrierMetrics carrier) {}

  Placing(
      Carrier carrier,
      LaneGates gates,
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
    this.breaker = breaker;
    this.ceiling = ceiling;
    this.placements = placements;
    this.reports = reports;
    this.metrics = metrics.worker();
    this.carrierMetrics = metrics.carrier();
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
    } else if (!ceiling.tryTake(request.lane(), Ceiling.bytesOf(request))) {
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
      } catch (RuntimeException | Error fault) {
        LOG.error("Dialing {} failed here; dispatch will ask.", waiting.attempt(), fault);
        placements.giveBack(waiting.request().lane());
        done(waiting.request());
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
    Optional<Wording.Filled> says = request.agent().says(request.number(), request.variables());
    if (says.isEmpty()) {
      placements.giveBack(request.lane());
      answered(request, new Placement.Refused(Outcome.REJECTED, TOO_LONG), null);
      done(request);
      return;
    }
    AtomicReference<Moment> sent = new AtomicReference<>();
    Carrier.Order order = orderOf(waiting, says.get(), sent);
    if (!breaker.permits()) {
      placements.giveBack(request.lane());
      giveBack(request, NotDialedReason.BREAKER, breaker.retryAfter());
      return;
    }
    Moment now = clocks.now();
    answerLimit
        .ask(() -> carrier.place(order))
        .whenComplete((placement, fault) -> {
          Placement known = fault == null ? placement : lost(request, fault);
          if (known instanceof Placement.Withheld) {
            placements.giveBack(request.lane());
            breaker.unused();
            giveBack(request, NotDialedReason.LATE, null);
            return;
          }
          long ended = clocks.nanos();
          // What it waited here for its instant says nothing of the carrier.
          Moment left = sent.get() == null ? now : sent.get();
          placements.giveBack(
              request.lane(), left.nanos(), ended, known instanceof Placement.Unclear);
          Duration took = Duration.ofNanos(ended - now.nanos());
          breaker.answered(known, took);
          carrierMetrics.answered(took);
          answered(request, known, sent.get() == null ? null : sent.get().wall());
          done(request);
        });
  }

  private Carrier.Order orderOf(
      Waiting waiting, Wording.Filled says, AtomicReference<Moment> sent) {
    DialRequest request = waiting.request();
    CallingAgent agent = request.agent();
    return new Carrier.Order(
        request.attempt(),
        request.lane(),
        request.number(),
        agent,
        says.prompt(),
        says.welcomeMessage(),
        () -> lastLook(waiting, sent),
        waiting.origin());
  }

  /** Called by the carrier right before the phone can ring: anything may have delayed us. */
  private boolean lastLook(Waiting waiting, AtomicReference<Moment> sent) {
    Optional<Moment> passed = gates.pass(waiting);
    passed.ifPresent(now -> {
      sent.set(now);
      metrics.lateness(Duration.ofNanos(now.nanos() - waiting.window().slotNanos()));
    });
    return passed.isPresent();
  }

  private static Placement lost(DialRequest request, Throwable fault) {
    LOG.error("The carrier's answer to {} was lost.", request.attempt(), fault);
    return new Placement.Unclear("no answer");
  }

  private void answered(DialRequest request, Placement placement, Instant sentAt) {
    switch (placement) {
      case Placement.Placed placed -> {
        carrierMetrics.dialed("placed");
        restWhile(placed.queuedFor());
        reports.report(
            request.lane(),
            new Dialing(
                request.attempt(),
                clocks.now().wall(),
                worker,
                sentAt,
                placed.providerRef(),
                placed.queuedFor()),
            Source.PLACED);
      }
      case Placement.Refused refused -> {
        carrierMetrics.dialed("refused");
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
        carrierMetrics.dialed("unavailable");
        report(
            request, NotDialedReason.UNAVAILABLE, unavailable.reason(), unavailable.retryAfter());
      }
      case Placement.Denied denied -> {
        carrierMetrics.dialed("denied");
        report(request, NotDialedReason.DENIED, denied.reason(), null);
      }
      case Placement.SlowDown slowDown -> {
        carrierMetrics.dialed("slow_down");
        report(request, NotDialedReason.SLOW_DOWN, slowDown.reason(), slowDown.retryAfter());
      }
      case Placement.Withheld withheld ->
          throw new IllegalStateException("given back before it came here");
      case Placement.Unclear unclear -> {
        // Saying anything would be a guess. Silence makes dispatch ask once dialBy has passed.
        carrierMetrics.dialed("unclear");
        LOG.debug("Nobody knows whether {} rang: {}", request.attempt(), unclear.reason());
      }
    }
  }

  /** A queue at the carrier that grows is its wish for fewer calls. */
  private void restWhile(Duration queuedFor) {
    if (queuedFor != null && queuedFor.compareTo(SHORT_QUEUE) > 0) {
      placements.rest(queuedFor.compareTo(LONGEST_REST) < 0 ? queuedFor : LONGEST_REST);
    }
  }

  private void giveBack(DialRequest request, NotDialedReason reason, Duration retryAfter) {
    report(request, reason, retryAfter);
    done(request);
  }

  private void done(DialRequest request) {
    ceiling.giveBack(request.lane(), Ceiling.bytesOf(request));
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
