package peal.domain.dispatch;

import peal.domain.BatchPlan;
import peal.domain.Lane;
import peal.domain.Limits;

/**
 * What one lane may do of its workspace's limits.
 *
 * @param callsPerSecond dials it may start per second
 * @param open attempts that it may have out at once
 * @param lane which of the workspace's lanes it is, from 0
 * @param lanes how many there are
 */
public record LaneShare(double callsPerSecond, int open, int lane, int lanes) {
  /**
   * Dials keep a little more distance than the limit asks, because the carrier's clock sees each of
   * them a little earlier or later than it was sent, and counts by its own.
   */
  private static final double DIAL_MARGIN = 0.002;

  /** Slots lie further apart still, so that a lane that is late by a pause catches up. */
  private static final double SLOT_MARGIN = 0.004;

  /** Seconds of dialing that may be requested and not yet placed. */
  private static final double SETTLING_SECONDS = 1.0;

  /** The share of a workspace's only lane. */
  public LaneShare(double callsPerSecond, int open) {
    this(callsPerSecond, open, 0, 1);
  }

  /**
   * The share of {@code lane} where its workspace has {@code lanes} lanes: 1/lanes of each limit.
   */
  public static LaneShare of(Limits limits, Lane lane, int lanes) {
    return new LaneShare(
        limits.callsPerSecond() / lanes,
        part(limits.maxConcurrentCalls(), lane.index(), lanes),
        lane.index(),
        lanes);
  }

  private static int part(int whole, int lane, int lanes) {
    return whole / lanes + (lane < whole % lanes ? 1 : 0);
  }

  /** This at {@code pace}, above 0 and at most 1, of its calls per second. */
  LaneShare at(double pace) {
    return pace == 1 ? this : new LaneShare(callsPerSecond * pace, open, lane, lanes);
  }

  /**
   * What of this a batch may take by its own plan. A lane in which it could never have a call open
   * would keep its rows for ever, so that each has one.
   */
  public LaneShare of(BatchPlan plan) {
    return new LaneShare(
        plan.callsPerSecond() == null ? callsPerSecond : plan.callsPerSecond() / lanes,
        plan.maxConcurrency() == null
            ? open
            : Math.max(1, part(plan.maxConcurrency(), lane, lanes)),
        lane,
        lanes);
  }

  /** Smallest distance between two dials of the lane, µs. */
  public long spacingMicros() {
    return (long) Math.ceil(1_000_000 * (1 + DIAL_MARGIN) / callsPerSecond);
  }

  /** Distance between two slots, µs. */
  long slotDistanceMicros() {
    return (long) Math.ceil(1_000_000 * (1 + SLOT_MARGIN) / callsPerSecond);
  }

  /**
   * Requests that a lane which was idle may have undialed before anything is known of the workers:
   * what is under way at 200 dials a second.
   */
  public static final int FIRST_UNDIALED = 128;

  /** Fewer than this are never allowed: they keep a lane of 40 dials a second busy. */
  public static final int LEAST_UNDIALED = 16;

  /** Most requests that may be undialed at once, however well workers keep up. */
  int undialed(Timing timing) {
    double seconds = timing.life().toMillis() / 1_000.0 + SETTLING_SECONDS;
    return 2 + (int) Math.ceil(callsPerSecond * seconds);
  }
}
