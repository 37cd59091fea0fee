package peal.dialer.dialing;

import java.util.concurrent.TimeUnit;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.service.trace.Origin;

/**
 * A dial that this worker has taken on and not yet placed.
 *
 * @param request what dispatch asked for
 * @param window when it may be dialed
 * @param origin which client's request it comes from
 */
record Waiting(DialRequest request, Window window, Origin origin) {
  /** One that nobody in particular asked for. */
  Waiting(DialRequest request, Window window) {
    this(request, window, Origin.NONE);
  }

  /** What is to be dialed. */
  AttemptId attempt() {
    return request.attempt();
  }

  /** Smallest distance to the lane's dial before it, ns. */
  long spacingNanos() {
    return TimeUnit.MICROSECONDS.toNanos(request.spacingMicros());
  }
}
