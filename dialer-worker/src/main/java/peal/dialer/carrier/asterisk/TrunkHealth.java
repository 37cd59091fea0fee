package peal.dialer.carrier.asterisk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Outcome;

/**
 * Asterisk takes a call before it asks the trunk, so a trunk that fails shows only in how calls
 * end. After {@value #MOST} failures in a row one call is let through every {@link #REST}. Every
 * worker hears of every call's end. Thread-safe.
 */
final class TrunkHealth {
  /** Fewer may be the callees' own: a country that this trunk does not reach. */
  static final int MOST = 10;

  static final Duration REST = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(TrunkHealth.class);

  private int failures;
  private Instant next = Instant.MIN;

  /** A call ended so. */
  synchronized void ended(Outcome outcome, Instant now) {
    if (outcome == Outcome.UNKNOWN) {
      return;
    }
    if (outcome != Outcome.CARRIER_ERROR) {
      if (failures >= MOST) {
        LOG.info("Asterisk's trunk works again.");
      }
      failures = 0;
      return;
    }
    if (++failures == MOST) {
      next = now.plus(REST);
      LOG.warn(
          "{} calls in a row failed in Asterisk or at its trunk; one is tried every {} s."
              + " Asterisk's log says more: is the trunk there, does it let us in, and has Asterisk"
              + " time for its calls?",
          MOST,
          REST.toSeconds());
    }
  }

  /** How long to leave the trunk alone; empty where a call may be placed, and is. */
  synchronized Optional<Duration> rest(Instant now) {
    if (failures < MOST) {
      return Optional.empty();
    }
    if (now.isBefore(next)) {
      return Optional.of(Duration.between(now, next));
    }
    next = now.plus(REST);
    return Optional.empty();
  }
}
