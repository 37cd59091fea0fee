package peal.standalone.bench;

import java.time.Duration;
import java.util.Arrays;

/** When it rang in a stretch of time, by the carrier's ledger. */
final class RingTimes {
  private final double[] times;
  private final double seconds;

  /**
   * Rings of a stretch.
   *
   * @param times when, Unix ms, in any order
   * @param seconds how long the stretch is
   */
  RingTimes(double[] times, double seconds) {
    this.times = times.clone();
    Arrays.sort(this.times);
    this.seconds = seconds;
  }

  int count() {
    return times.length;
  }

  double perSecond() {
    return times.length / seconds;
  }

  /** The gap between two rings that 99 of 100 do not exceed; zero for fewer than two rings. */
  Duration gapP99() {
    if (times.length < 2) {
      return Duration.ZERO;
    }
    double[] gaps = new double[times.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = times[i + 1] - times[i];
    }
    Arrays.sort(gaps);
    return Duration.ofNanos((long) (gaps[(int) Math.ceil(0.99 * gaps.length) - 1] * 1e6));
  }
}
