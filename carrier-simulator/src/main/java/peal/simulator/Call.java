package peal.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import peal.domain.Outcome;

/**
 * One attempt from its ring to its end: ringing, then perhaps answered, then ended. Each step that
 * takes place gives the callback that tells of it; a step that comes too late gives none.
 * Thread-safe.
 */
final class Call {
  private static final long OBJECTS = 700;

  private final String attemptId;
  private final CallPlan plan;
  private final Duration talk;
  private final String reference;
  private final Callbacks.Address callbacks;
  private final String opening;
  private final Instant rangAt;
  private Instant answeredAt;
  private Instant endedAt;
  private Callback.CallEnd end;
  private int told;
  private CompletionStage<Void> lastTold = CompletableFuture.completedFuture(null);
  private Timers.Pending next = () -> {};

  /** A call that rang at {@code ringAt}. */
  Call(String attemptId, CallPlan plan, CallRequest request, Instant ringAt) {
    this.attemptId = attemptId;
    this.plan = plan;
    this.talk = shortest(plan.talk(), request.maxCallSeconds());
    this.reference = request.reference();
    this.callbacks =
        request.callbackUrl() == null
            ? null
            : new Callbacks.Address(
                request.callbackUrl(), request.callbacksPerPost(), request.format());
    this.opening = request.opening();
    this.rangAt = ringAt;
  }

  private static Duration shortest(Duration talk, Integer maxCallSeconds) {
    Duration most = maxCallSeconds == null ? talk : Duration.ofSeconds(maxCallSeconds);
    return talk.compareTo(most) < 0 ? talk : most;
  }

  /** About how many bytes a call for {@code request} takes while it is open. */
  static long weightOf(String attemptId, CallRequest request) {
    return OBJECTS
        + Weight.of(attemptId)
        + Weight.of(request.opening())
        + Weight.of(request.reference())
        + Weight.of(request.callbackUrl());
  }

  /** The same of this one. */
  long weight() {
    return OBJECTS
        + Weight.of(attemptId)
        + Weight.of(opening)
        + Weight.of(reference)
        + (callbacks == null ? 0 : Weight.of(callbacks.url()));
  }

  String attemptId() {
    return attemptId;
  }

  CallPlan plan() {
    return plan;
  }

  /** From the pick-up to the end, were nobody to hang up. */
  Duration talk() {
    return talk;
  }

  /** Where callbacks go, or null. */
  Callbacks.Address callbacks() {
    return callbacks;
  }

  synchronized boolean answered() {
    return answeredAt != null;
  }

  /** The one timer of this call, until the next one takes its place or the call is over. */
  synchronized void waitsFor(Supplier<Timers.Pending> timer) {
    if (end == null) {
      next = timer.get();
    }
  }

  /** Tells that it rings. */
  synchronized Callback ringing() {
    return tell(Callback.Event.RINGING, rangAt);
  }

  /** Somebody or a machine picks up. */
  synchronized Optional<Callback> answer(Instant at) {
    if (end != null || answeredAt != null) {
      return Optional.empty();
    }
    answeredAt = at;
    return Optional.of(tell(Callback.Event.ANSWERED, at));
  }

  /** Tells that the call is still there. */
  synchronized Optional<Callback> progress(Instant at) {
    return end == null ? Optional.of(tell(Callback.Event.PROGRESS, at)) : Optional.empty();
  }

  /** The call is over. */
  synchronized Optional<Callback> end(Outcome how, Instant at) {
    if (end != null) {
      return Optional.empty();
    }
    next.cancel();
    endedAt = at;
    Double seconds =
        answeredAt == null ? null : Duration.between(answeredAt, at).toMillis() / 1_000.0;
    boolean optOut = plan.line() == Line.OPTS_OUT && seconds != null;
    end = new Callback.CallEnd(how, seconds, seconds == null ? null : opening, optOut);
    return Optional.of(tell(Callback.Event.ENDED, at));
  }

  /** What a lookup needs of it, once it is over. */
  synchronized RecentCalls.Ended ended() {
    return new RecentCalls.Ended(attemptId, reference, endedAt, end);
  }

  /** Delivers after all earlier callbacks of this call have been delivered or given up. */
  synchronized void afterEarlierCallbacks(Supplier<CompletionStage<Void>> delivery) {
    lastTold = lastTold.thenCompose(done -> delivery.get());
  }

  /** The state as of now, with what the ledger counted. */
  synchronized CallView view(int rings, int requests) {
    if (end != null) {
      return ended().view(rings, requests);
    }
    String state = answeredAt != null ? "answered" : "ringing";
    Instant since = answeredAt != null ? answeredAt : rangAt;
    return new CallView(
        attemptId, reference, state, since, null, null, null, null, rings, requests);
  }

  /** An outcome as the protocol writes it; null for null. */
  static String word(Outcome outcome) {
    return outcome == null ? null : outcome.name().toLowerCase(Locale.ROOT);
  }

  private Callback tell(Callback.Event event, Instant at) {
    told++;
    return new Callback(attemptId, reference, event, at, told, end);
  }
}
