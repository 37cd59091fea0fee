package peal.gateway.dialing;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.gateway.Refusals;
import peal.gateway.Table;

/**
 * What is said of stopping, kept. Saying again what holds already changes nothing: who stopped
 * first, and why, stays, and a resume that is repeated does not begin slowly anew. Thread-safe.
 */
record StopBook(Table<DialingStop> stops, InstantSource clock) {
  /** What was said last of a scope. */
  Optional<DialingStop> last(Scope scope, String id) {
    return stops.get(scope.key(id));
  }

  /** How a scope stands. */
  ScopeView view(Scope scope, String id) {
    return last(scope, id).map(ScopeView::of).orElseGet(() -> ScopeView.neverStopped(scope, id));
  }

  boolean isStopped(Scope scope, String id) {
    return last(scope, id).filter(DialingStop::stopped).isPresent();
  }

  /**
   * When this returns the stop is durable, and whoever reads Kafka knows of it.
   *
   * @return whether nothing was stopped before; else what was said first still stands
   * @throws peal.service.http.ApiError 503 when it could not be kept
   */
  boolean stop(Scope scope, String id, String by, String reason) {
    boolean before = isStopped(scope, id);
    say(scope, id, true, by, reason);
    return !before;
  }

  /**
   * Lifts a stop.
   *
   * @return whether there was one
   * @throws peal.service.http.ApiError 503 when it could not be lifted, or nobody can tell
   */
  boolean resume(Scope scope, String id, String by) {
    if (!stops.current()) {
      throw Refusals.unavailable(
          "Kafka does not tell whether dialing is stopped now. Nothing was changed; try again.");
    }
    if (!isStopped(scope, id)) {
      return false;
    }
    say(scope, id, false, by, null);
    return true;
  }

  private void say(Scope scope, String id, boolean stopped, String by, String reason) {
    stops.update(
        scope.key(id),
        before ->
            before
                .filter(said -> said.stopped() == stopped)
                .orElseGet(() ->
                    new DialingStop(
                        scope,
                        scope == Scope.ALL ? null : id,
                        stopped,
                        by,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        reason,
                        null)));
  }
}
