package peal.simulator;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Outcome;

/**
 * The network: takes requests, rings phones, lets calls take their course, by one timer each. An
 * open call holds no thread. How a call goes depends on the seed, the attempt and the number; only
 * when it goes depends on the caller. Thread-safe.
 */
final class PhoneNetwork {
  private static final Logger LOG = LoggerFactory.getLogger(PhoneNetwork.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int RELUCTANT_REFUSALS = 2;

  private final NetworkRules rules;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Timers timers;
  private final Callbacks callbacks;
  private final NetworkMetrics metrics;
  private final Map<String, Call> live = new ConcurrentHashMap<>();
  private final RefusedAttempts refusals = new RefusedAttempts();
  private final Bound open;
  private final RecentCalls recent;
  private final AtomicBoolean ledgerFails = new AtomicBoolean();
  private final FaultInjection faults;

  /** A network that goes on with the calls that {@code ledger} says are open, telling nobody. */
  PhoneNetwork(
      NetworkRules rules,
      Ledger ledger,
      InstantSource clock,
      Timers timers,
      Callbacks callbacks,
      MeterRegistry metrics) {
    this.rules = rules;
    this.ledger = ledger;
    this.clock = clock;
    this.timers = timers;
    this.callbacks = callbacks;
    this.open = new Bound(rules.mostOpen(), rules.mostOpenBytes());
    this.recent = new RecentCalls(rules.mostRememberedBytes());
    this.faults = new FaultInjection(rules.plans().dice());
    this.metrics = new NetworkMetrics(metrics, ledger, open, recent);
    ledger.open().forEach(this::resume);
  }

  /** What goes wrong on purpose from now on. */
  void faults(Faults now) {
    faults.set(now);
  }

  /** What goes wrong on purpose. */
  Faults faults() {
    return faults.now();
  }

  /**
   * Asks for a call.
   *
   * @param attemptId the idempotency key
   * @param request whom to call and what to say; its number is in E.164
   * @param receivedAt when the request came in: the time of the ring
   */
  Answer place(String attemptId, CallRequest request, Instant receivedAt) {
    metrics.requests.increment();
    Faults wrong = faults.now();
    if (wrong.down()) {
      return new Answer.Later(503, SOON);
    }
    if (request.from() != null && wrong.deniedNumbers().contains(request.from())) {
      return new Answer.Denied();
    }
    IntSupplier asked = () -> timesAsked(attemptId);
    if (faults.strike(wrong.errorRate(), attemptId, asked, "error")) {
      refusals.add(attemptId);
      return new Answer.Broken();
    }
    if (faults.strike(wrong.tooManyRate(), attemptId, asked, "many")) {
      refusals.add(attemptId);
      return new Answer.Later(429, SOON);
    }
    CallPlan plan = rules.plans().planOf(attemptId, request.to());
    if (plan.refused()) {
      return new Answer.Refused(plan.outcome(), "There is no such number.");
    }
    boolean known = live.containsKey(attemptId) || ledger.stateOf(attemptId).isPresent();
    if (plan.line() == Line.RELUCTANT && !known && refusals.add(attemptId) <= RELUCTANT_REFUSALS) {
      return new Answer.Later(503, SOON);
    }
    boolean lost =
        plan.line() == Line.ANSWER_LOST
            || faults.strike(wrong.lostAnswerRate(), attemptId, asked, "lost");
    if (known) {
      return again(attemptId, request, receivedAt, lost);
    }
    return first(new Call(attemptId, plan, request, receivedAt), request, receivedAt, lost);
  }

  private Answer first(Call call, CallRequest request, Instant receivedAt, boolean lost) {
    if (!open.take(call.weight())) {
      metrics.noLine.increment();
      return new Answer.Later(429, SOON);
    }
    Optional<Ring> ring;
    try {
      ring = ledger.ring(call.attemptId(), request.to(), micros(receivedAt), ringsAgain(request));
    } catch (UncheckedIOException e) {
      open.give(call.weight());
      return unwritable(e);
    }
    if (ring.isPresent() && ring.get().count() == 1) {
      refusals.remove(call.attemptId());
      begin(call);
    } else {
      // Another request for this attempt came first.
      open.give(call.weight());
    }
    return taken(call.attemptId(), ring, lost);
  }

  private Answer again(String attemptId, CallRequest request, Instant receivedAt, boolean lost) {
    if (ledger.stateOf(attemptId).isEmpty()) {
      // Its segment was dropped, but it has not ended.
      return taken(attemptId, Optional.empty(), lost);
    }
    try {
      return taken(
          attemptId,
          ledger.ring(attemptId, request.to(), micros(receivedAt), ringsAgain(request)),
          lost);
    } catch (UncheckedIOException e) {
      return unwritable(e);
    }
  }

  /** Twilio has no key that would tell a repeat. */
  private boolean ringsAgain(CallRequest request) {
    return !rules.honoursKeys() || request.format() == Callbacks.Format.TWILIO;
  }

  private Answer taken(String attemptId, Optional<Ring> ring, boolean lost) {
    if (ring.isPresent()) {
      metrics.rings.increment();
    }
    return new Answer.Taken(find(attemptId).orElseThrow(), ring.isPresent(), lost);
  }

  private Answer unwritable(UncheckedIOException e) {
    ledgerFailed(e);
    return new Answer.Later(503, SOON);
  }

  private void ledgerFailed(UncheckedIOException e) {
    metrics.ledgerFailures.increment();
    if (ledgerFails.compareAndSet(false, true)) {
      LOG.error(
          "{}: {}. No phone rings until it can be; is the disk full?",
          e.getMessage(),
          e.getCause().getMessage());
    }
  }

  /** The state of an attempt, unless the network has never rung it. */
  Optional<CallView> find(String attemptId) {
    Call call = live.get(attemptId);
    Optional<RecentCalls.Ended> ended = recent.find(attemptId);
    if (call == null && ended.isEmpty()) {
      return ledger.find(attemptId).map(CallView::withoutWords);
    }
    AttemptState counts = ledger.stateOf(attemptId).orElse(AttemptState.rang(0));
    return Optional.of(
        call != null
            ? call.view(counts.rings(), counts.requests())
            : ended.get().view(counts.rings(), counts.requests()));
  }

  /** Ends an attempt; the state after that, unless the network has never rung it. */
  Optional<CallView> hangUp(String attemptId) {
    Call call = live.get(attemptId);
    if (call != null) {
      end(call, call.answered() ? call.plan().outcome() : Outcome.NO_ANSWER);
    }
    return find(attemptId);
  }

  private void begin(Call call) {
    live.put(call.attemptId(), call);
    tell(call, call.ringing());
    boolean tells = rules.progressEvery().isPositive() && call.callbacks() != null;
    await(call, new Course(call.plan().ring(), tells ? rules.progressEvery() : Course.NEVER));
  }

  private void resume(Ring ring) {
    CallPlan plan = rules.plans().planOf(ring.attemptId(), ring.number());
    Instant rangAt = Instant.EPOCH.plus(ring.micros(), ChronoUnit.MICROS);
    Call call = new Call(ring.attemptId(), plan, CallRequest.forgotten(ring.number()), rangAt);
    open.add(call.weight());
    live.put(call.attemptId(), call);
    Duration ringsFor = Duration.between(clock.instant(), rangAt.plus(plan.ring()));
    await(call, new Course(ringsFor, Course.NEVER));
  }

  /** Lets the call do what comes next, in its time. */
  private void await(Call call, Course course) {
    Duration wait = course.untilNext();
    if (!wait.equals(Course.NEVER)) {
      call.waitsFor(() -> timers.after(wait, () -> goOn(call, course)));
    }
  }

  private void goOn(Call call, Course course) {
    Course rest = course.after(course.untilNext());
    if (!course.stepIsNext()) {
      call.progress(clock.instant()).ifPresent(callback -> tell(call, callback));
      await(call, rest.withProgress(rules.progressEvery()));
    } else if (call.answered() || !call.plan().answered()) {
      end(call, call.plan().outcome());
    } else {
      call.answer(clock.instant()).ifPresent(callback -> tell(call, callback));
      boolean endless = call.plan().line() == Line.ENDLESS;
      await(call, rest.withStep(endless ? Course.NEVER : call.talk()));
    }
  }

  private void end(Call call, Outcome outcome) {
    Instant now = clock.instant();
    Optional<Callback> callback = call.end(outcome, now);
    if (callback.isEmpty()) {
      return;
    }
    try {
      ledger.ended(call.attemptId(), outcome, micros(now));
      ledgerFails.set(false);
    } catch (UncheckedIOException e) {
      ledgerFailed(e);
    }
    // Recent before live: whoever looks in between finds it in one of the two.
    recent.add(call.ended());
    live.remove(call.attemptId());
    open.give(call.weight());
    metrics.endedAs(outcome).increment();
    if (call.plan().line() != Line.END_UNTOLD) {
      tell(call, callback.get());
    }
  }

  private void tell(Call call, Callback callback) {
    Faults wrong = faults.now();
    if (call.callbacks() == null || faults.strike(wrong.lostCallbackRate(), callback, "lost")) {
      return;
    }
    int times = faults.strike(wrong.duplicateCallbackRate(), callback, "twice") ? 2 : 1;
    boolean late = faults.strike(wrong.lateCallbackRate(), callback, "late");
    for (int i = 0; i < times; i++) {
      if (late) {
        callbacks.deliver(
            call.callbacks(), callback, Duration.ofMillis(wrong.lateCallbackMillis()));
      } else {
        call.afterEarlierCallbacks(
            () -> callbacks.deliver(call.callbacks(), callback, Duration.ZERO));
      }
    }
  }

  private int timesAsked(String attemptId) {
    return ledger
        .stateOf(attemptId)
        .map(AttemptState::requests)
        .orElseGet(() -> refusals.of(attemptId));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
