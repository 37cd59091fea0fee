package peal.domain.dispatch;

import peal.domain.Lane;
import peal.domain.Limits;

/**
 * What one lane may do of its workspace's limits.
 *
 * @param callsPerSecond dials it may start per second
 * @param open attempts that it may have out at once
 */
public record LaneShare(double callsPerSecond, int open) {
  /**
   * Kept below the limit, so that the carrier, whose clock sees each dial a little earlier or later
   * than it was meant, still counts no dial too many in a second.
   */
  private static final double MARGIN = 0.004;

  /** Seconds of dialing that may be requested and not yet placed. */
  private static final double SETTLING_SECONDS = 1.0;

  /** The share of {@code lane} where its workspace has {@code lanes} lanes: 1/lanes of each limit. */
  public static LaneShare of(Limits limits, Lane lane, int lanes) {
    int even = limits.maxConcurrentCalls() / lanes;
    int one = lane.index() < limits.maxConcurrentCalls() % lanes ? 1 : 0;
    return new LaneShare(limits.callsPerSecond() / lanes, even + one);
  }

  /** Distance between two dials, µs. */
  public long spacingMicros() {
    return (long) Math.ceil(1_000_000 * (1 + MARGIN) / callsPerSecond);
  }

  /** Most requests that may be undialed at once, so that they stay below what workers can take. */
  int undialed(Timing timing) {
    double seconds = timing.life().toMillis() / 1_000.0 + SETTLING_SECONDS;
    return 2 + (int) Math.ceil(callsPerSecond * seconds);
  }
}
