package peal.simulator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import peal.domain.Outcome;

/**
 * The network: takes requests, rings phones, lets calls take their course by timers. An open call
 * holds no thread. How a call goes depends on the seed, the attempt and the number; only when it
 * goes depends on the caller. Thread-safe.
 */
final class PhoneNetwork {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int RELUCTANT_REFUSALS = 2;
  private static final int CALLS_WITH_WORDS = 50_000;

  private final Rules rules;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Timers timers;
  private final Callbacks callbacks;
  private final MeterRegistry metrics;
  private final Counter rings;
  private final Counter requests;
  private final Map<String, Call> live = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final RecentCalls recent = new RecentCalls(CALLS_WITH_WORDS);
  private volatile Faults faults = Faults.NONE;

  /**
   * How the network behaves.
   *
   * @param plans how each call goes
   * @param honoursKeys whether a second request for an attempt does not ring
   * @param progressEvery how often an open call tells that it is still there; zero for never
   */
  record Rules(CallPlan.Book plans, boolean honoursKeys, Duration progressEvery) {}

  /** A network that goes on with the calls that {@code ledger} says are open, telling nobody. */
  PhoneNetwork(
      Rules rules,
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
    this.metrics = metrics;
    this.rings =
        Counter.builder("peal.simulator.rings")
            .description("Phones that rang, repeats included")
            .register(metrics);
    this.requests =
        Counter.builder("peal.simulator.requests")
            .description("Requests for a call, repeats included")
            .register(metrics);
    Gauge.builder("peal.simulator.calls.open", live, Map::size)
        .description("Calls that ring or talk")
        .register(metrics);
    for (Outcome outcome : Outcome.values()) {
      endedOf(outcome);
    }
    ledger.open().forEach(this::resume);
  }

  /** What goes wrong on purpose from now on. */
  void faults(Faults now) {
    faults = now;
  }

  /** What goes wrong on purpose. */
  Faults faults() {
    return faults;
  }

  /**
   * Asks for a call.
   *
   * @param attemptId the idempotency key
   * @param request whom to call and what to say; its number is in E.164
   * @param receivedAt when the request came in: the time of the ring
   */
  Answer place(String attemptId, CallRequest request, Instant receivedAt) {
    requests.increment();
    Faults wrong = faults;
    if (wrong.down()) {
      return new Answer.Later(503, SOON);
    }
    String subject = attemptId + "/" + timesAsked(attemptId);
    if (strikes(wrong.errorRate(), subject, "error")) {
      notRung(attemptId);
      return new Answer.Broken();
    }
    if (strikes(wrong.tooManyRate(), subject, "many")) {
      notRung(attemptId);
      return new Answer.Later(429, SOON);
    }
    CallPlan plan = rules.plans.planOf(attemptId, request.to());
    if (plan.refused()) {
      return new Answer.Refused(plan.outcome(), "There is no such number.");
    }
    if (plan.line() == Line.RELUCTANT
        && ledger.find(attemptId).isEmpty()
        && notRung(attemptId) <= RELUCTANT_REFUSALS) {
      return new Answer.Later(503, SOON);
    }
    boolean lost =
        plan.line() == Line.ANSWER_LOST || strikes(wrong.lostAnswerRate(), subject, "lost");
    return ring(attemptId, plan, request, receivedAt, lost);
  }

  private Answer ring(
      String attemptId, CallPlan plan, CallRequest request, Instant receivedAt, boolean lost) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, receivedAt);
    Optional<Ring> ring = ledger.ring(attemptId, request.to(), micros, !rules.honoursKeys);
    if (ring.isPresent()) {
      rings.increment();
      refusals.remove(attemptId);
      if (ring.get().count() == 1) {
        begin(new Call(attemptId, plan, request, receivedAt));
      }
    }
    return new Answer.Taken(find(attemptId).orElseThrow(), ring.isPresent(), lost);
  }

  /** The state of an attempt, unless the network has never rung it. */
  Optional<CallView> find(String attemptId) {
    Call call = live.get(attemptId);
    Optional<Call> known = call != null ? Optional.of(call) : recent.find(attemptId);
    return ledger
        .find(attemptId)
        .map(entry -> known.map(it -> it.view(entry)).orElseGet(() -> withoutWords(entry)));
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
    timers.after(call.plan().ring(), () -> pickUp(call));
    keepTelling(call);
  }

  private void resume(LedgerEntry entry) {
    CallPlan plan = rules.plans.planOf(entry.attemptId(), entry.number());
    Instant rangAt = Instant.EPOCH.plus(entry.firstRingMicros(), ChronoUnit.MICROS);
    CallRequest forgotten =
        new CallRequest(entry.number(), null, null, null, null, null, null, null);
    Call call = new Call(entry.attemptId(), plan, forgotten, rangAt);
    live.put(call.attemptId(), call);
    Duration ringsFor = Duration.between(clock.instant(), rangAt.plus(plan.ring()));
    timers.after(ringsFor, () -> pickUp(call));
  }

  private void pickUp(Call call) {
    if (!call.plan().answered()) {
      end(call, call.plan().outcome());
      return;
    }
    call.answer(clock.instant()).ifPresent(callback -> tell(call, callback));
    if (call.plan().line() != Line.ENDLESS) {
      timers.after(call.talk(), () -> end(call, call.plan().outcome()));
    }
  }

  private void keepTelling(Call call) {
    if (rules.progressEvery.isPositive() && call.callbackUrl() != null) {
      timers.after(
          rules.progressEvery,
          () ->
              call.progress(clock.instant())
                  .ifPresent(callback -> {
                    tell(call, callback);
                    keepTelling(call);
                  }));
    }
  }

  private void end(Call call, Outcome outcome) {
    Instant now = clock.instant();
    Optional<Callback> callback = call.end(outcome, now);
    if (callback.isEmpty()) {
      return;
    }
    // Recent before live: whoever looks in between finds it in one of the two.
    ledger.ended(call.attemptId(), outcome, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    recent.add(call);
    live.remove(call.attemptId());
    endedOf(outcome).increment();
    if (call.plan().line() != Line.END_UNTOLD) {
      tell(call, callback.get());
    }
  }

  private void tell(Call call, Callback callback) {
    Faults wrong = faults;
    String subject = call.attemptId() + "/callback/" + callback.seq();
    if (call.callbackUrl() == null || strikes(wrong.lostCallbackRate(), subject, "lost")) {
      return;
    }
    int times = strikes(wrong.duplicateCallbackRate(), subject, "twice") ? 2 : 1;
    boolean late = strikes(wrong.lateCallbackRate(), subject, "late");
    for (int i = 0; i < times; i++) {
      if (late) {
        timers.after(
            Duration.ofMillis(wrong.lateCallbackMillis()),
            () -> callbacks.deliver(call.callbackUrl(), callback));
      } else {
        call.afterEarlierCallbacks(() -> callbacks.deliver(call.callbackUrl(), callback));
      }
    }
  }

  private boolean strikes(double rate, String subject, String what) {
    return rules.plans.dice().strikes(rate, subject + "/" + what);
  }

  private int timesAsked(String attemptId) {
    return ledger
        .find(attemptId)
        .map(LedgerEntry::requests)
        .orElseGet(() -> refusals.getOrDefault(attemptId, 0));
  }

  private int notRung(String attemptId) {
    return refusals.merge(attemptId, 1, Integer::sum);
  }

  private static CallView withoutWords(LedgerEntry entry) {
    boolean open = entry.outcome() == null;
    long since = open ? entry.firstRingMicros() : entry.endedMicros();
    return new CallView(
        entry.attemptId(),
        null,
        open ? "ringing" : "ended",
        Instant.EPOCH.plus(since, ChronoUnit.MICROS),
        Call.word(entry.outcome()),
        null,
        null,
        entry.rings(),
        entry.requests());
  }

  private Counter endedOf(Outcome outcome) {
    return Counter.builder("peal.simulator.calls.ended")
        .description("Calls that are over")
        .tag("outcome", Call.word(outcome))
        .register(metrics);
  }
}
