package peal.simulator;

import java.net.URI;
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
  private final String attemptId;
  private final CallPlan plan;
  private final Duration talk;
  private final String reference;
  private final URI callbackUrl;
  private final String opening;
  private Instant since;
  private Instant answeredAt;
  private Outcome outcome;
  private int told;
  private CompletionStage<Void> lastTold = CompletableFuture.completedFuture(null);

  /** A call that rang at {@code ringAt}. */
  Call(String attemptId, CallPlan plan, CallRequest request, Instant ringAt) {
    this.attemptId = attemptId;
    this.plan = plan;
    this.talk = shortest(plan.talk(), request.maxCallSeconds());
    this.reference = request.reference();
    this.callbackUrl = request.callbackUrl();
    this.opening = Dialogue.opening(request);
    this.since = ringAt;
  }

  private static Duration shortest(Duration talk, Integer maxCallSeconds) {
    Duration most = maxCallSeconds == null ? talk : Duration.ofSeconds(maxCallSeconds);
    return talk.compareTo(most) < 0 ? talk : most;
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
  URI callbackUrl() {
    return callbackUrl;
  }

  synchronized boolean answered() {
    return answeredAt != null;
  }

  /** Tells that it rings. */
  synchronized Callback ringing() {
    return tell("ringing", since);
  }

  /** Somebody or a machine picks up. */
  synchronized Optional<Callback> answer(Instant at) {
    if (outcome != null || answeredAt != null) {
      return Optional.empty();
    }
    answeredAt = at;
    since = at;
    return Optional.of(tell("answered", at));
  }

  /** Tells that the call is still there. */
  synchronized Optional<Callback> progress(Instant at) {
    return outcome == null ? Optional.of(tell("progress", at)) : Optional.empty();
  }

  /** The call is over. */
  synchronized Optional<Callback> end(Outcome how, Instant at) {
    if (outcome != null) {
      return Optional.empty();
    }
    outcome = how;
    since = at;
    return Optional.of(tell("ended", at));
  }

  /** Delivers after all earlier callbacks of this call have been delivered or given up. */
  synchronized void afterEarlierCallbacks(Supplier<CompletionStage<Void>> delivery) {
    lastTold = lastTold.thenCompose(done -> delivery.get());
  }

  /** The state as of now; {@code entry} adds the counts. */
  synchronized CallView view(LedgerEntry entry) {
    String state = outcome != null ? "ended" : answeredAt != null ? "answered" : "ringing";
    return new CallView(
        attemptId,
        reference,
        state,
        since,
        word(outcome),
        talkSeconds(),
        transcript(),
        entry.rings(),
        entry.requests());
  }

  /** An outcome as the protocol writes it; null for null. */
  static String word(Outcome outcome) {
    return outcome == null ? null : outcome.name().toLowerCase(Locale.ROOT);
  }

  private Callback tell(String event, Instant at) {
    told++;
    return new Callback(
        attemptId, reference, event, at, told, word(outcome), talkSeconds(), transcript());
  }

  private Double talkSeconds() {
    return outcome == null || answeredAt == null
        ? null
        : (Double) (Duration.between(answeredAt, since).toMillis() / 1_000.0);
  }

  private String transcript() {
    return outcome == null || answeredAt == null ? null : Dialogue.transcript(outcome, opening);
  }
}
