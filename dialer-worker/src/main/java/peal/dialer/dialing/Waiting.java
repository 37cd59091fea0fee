package peal.dialer.dialing;

import java.util.concurrent.TimeUnit;
import peal.domain.DialRequest;

/**
 * A dial that this worker has taken on and not yet placed.
 *
 * @param request what dispatch asked for
 * @param window when it may be dialed
 */
record Waiting(DialRequest request, Window window) {
  /** Smallest distance to the lane's dial before it, ns. */
  long spacingNanos() {
    return TimeUnit.MICROSECONDS.toNanos(request.spacingMicros());
  }
}
