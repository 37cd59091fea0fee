package peal.dialer.dialing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.WorkspaceId;

/**
 * Leaves a carrier alone that keeps failing. Refusals are answers like any other, and so are the
 * wish for fewer calls and a door that stays shut; a carrier out of order and an answer that was
 * lost are failures. Where it fails one tenant alone while it serves others, that tenant is left
 * alone. Measured by the monotonic clock. Thread-safe.
 */
final class CarrierBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(CarrierBreaker.class);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
  private static final int TRIALS = 5;

  private final CircuitBreaker breaker;
  private final Clocks clocks;
  private final Duration openFor;
  private final Duration answerLimit;
  private final FailedCallers callers;
  private final LongAdder openings = new LongAdder();
  private volatile long openedAt;

  /** When its state last changed: what was permitted before belongs to another state. */
  private volatile long changedAt;

  private volatile long permittedAt;

  CarrierBreaker(String carrier, DialingSettings settings, Clocks clocks) {
    this.clocks = clocks;
    this.openFor = settings.breakerOpenFor();
    this.answerLimit = settings.answerLimit();
    this.callers =
        new FailedCallers(
            (settings.breakerWindow() + 1) / 2, openFor.toNanos(), answerLimit.toNanos());
    this.changedAt = clocks.nanos();
    this.breaker =
        CircuitBreaker.of(
            carrier,
            CircuitBreakerConfig.custom()
                .clock(new MonotonicClock(clocks))
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.breakerWindow())
                .minimumNumberOfCalls((settings.breakerWindow() + 1) / 2)
                .failureRateThreshold(settings.breakerFailurePercent())
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .recordResult(CarrierBreaker::failed)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event -> {
          LOG.warn(
              "The breaker of carrier {} is {}.", carrier, event.getStateTransition().getToState());
          changedAt = clocks.nanos();
          if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
            openedAt = changedAt;
            openings.increment();
          }
        });
  }

  /** What a working carrier says of one tenant's number or account must not stop the others. */
  private static boolean failed(Object placement) {
    return placement instanceof Placement.Unclear || placement instanceof Placement.Unavailable;
  }

  /**
   * Whether a dial of {@code caller} may go out. Each yes is followed by {@link #answered} or
   * {@link #unused} within the limit for answers; where trials were lost instead, others take their
   * places.
   */
  boolean permits(WorkspaceId caller) {
    long now = clocks.nanos();
    if (callers.restNanos(caller, now) > 0) {
      return false;
    }
    if (breaker.tryAcquirePermission()) {
      permittedAt = now;
      callers.tries(caller, now);
      return true;
    }
    // The library's own limit counts from the first trial, and would give up a lane of few dials.
    if (breaker.getState() == CircuitBreaker.State.HALF_OPEN
        && now - permittedAt > answerLimit.toNanos()) {
      breaker.transitionToOpenState();
    }
    return false;
  }

  /** A permission that was given so long ago was not needed. */
  void unused(Duration took) {
    if (isOfThisState(took)) {
      breaker.releasePermission();
    }
  }

  /** A trial is judged by trials alone: answers to what went out before may take minutes. */
  private boolean isOfThisState(Duration took) {
    return clocks.nanos() - took.toNanos() - changedAt >= 0;
  }

  /**
   * The carrier answered a dial of {@code caller}, or did not.
   *
   * @param took since it was permitted
   */
  void answered(WorkspaceId caller, Placement placement, Duration took) {
    boolean theirOwn = callers.isTheirOwn(caller, failed(placement), clocks.nanos());
    if (!isOfThisState(took)) {
      return;
    }
    if (theirOwn) {
      breaker.releasePermission();
    } else {
      breaker.onResult(took.toNanos(), TimeUnit.NANOSECONDS, placement);
    }
  }

  /** How long to hold {@code caller} back once {@link #permits} has said no. */
  Duration retryAfter(WorkspaceId caller) {
    long now = clocks.nanos();
    Duration rest = Duration.ofNanos(callers.restNanos(caller, now));
    Duration opens = openFor.minusNanos(now - openedAt);
    Duration left = rest.isZero() ? opens : rest;
    return left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
  }

  /** How often it has opened. */
  long openings() {
    return openings.sum();
  }

  /** 0 closed, 1 trying again, 2 open. */
  int state() {
    return switch (breaker.getState()) {
      case HALF_OPEN -> 1;
      case OPEN, FORCED_OPEN -> 2;
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
    };
  }

  /** The library wants a Clock; this one cannot be set back. */
  private static final class MonotonicClock extends Clock {
    private final Clocks clocks;

    private MonotonicClock(Clocks clocks) {
      this.clocks = clocks;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(clocks.nanos());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
