package peal.dialer.dialing;

import java.time.Duration;

/**
 * When a worker whose way to the carrier is broken leaves its lanes to others. All dials of a lane
 * pass one worker, so where only this one cannot reach the carrier, its lanes would wait for as
 * long as it lives, beside others that can. It steps out for a while, its lanes move, and then it
 * tries again. Where the carrier itself is away, the last worker stays. Pure; not thread-safe.
 */
final class LaneHandover {
  private final long patienceNanos;
  private final long restNanos;
  private Long failingSince;
  private Long outSince;

  /** What the worker does now. */
  enum Step {
    /** Takes requests. */
    STAY,
    /** Leaves the group. */
    LEAVE,
    /** Stays out of it. */
    REST,
    /** Joins it again. */
    RETURN
  }

  /**
   * A worker that is in the group.
   *
   * @param patience how long its dials must fail without a break before it leaves; longer than a
   *     rebalance takes, or lanes would be on their way for ever
   * @param rest how long it stays out
   */
  LaneHandover(Duration patience, Duration rest) {
    this.patienceNanos = patience.toNanos();
    this.restNanos = rest.toNanos();
  }

  /**
   * The next step.
   *
   * @param failing whether requests come and the carrier cannot be reached
   * @param alone whether there is nobody to leave the lanes to
   */
  Step next(boolean failing, boolean alone, long nowNanos) {
    if (outSince != null) {
      if (nowNanos - outSince < restNanos) {
        return Step.REST;
      }
      outSince = null;
      failingSince = null;
      return Step.RETURN;
    }
    if (!failing) {
      failingSince = null;
      return Step.STAY;
    }
    if (failingSince == null) {
      failingSince = nowNanos;
    }
    if (alone || nowNanos - failingSince < patienceNanos) {
      return Step.STAY;
    }
    outSince = nowNanos;
    return Step.LEAVE;
  }
}
