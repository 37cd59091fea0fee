package peal.simulator;

import java.time.Duration;

/**
 * What lies before an open call: its next step (the pick-up or the end) and its next sign of life.
 * One timer is enough for both.
 *
 * @param untilStep how long until the step, or {@link #NEVER}
 * @param untilProgress how long until the sign of life, or {@link #NEVER}
 */
record Course(Duration untilStep, Duration untilProgress) {
  /** Longer than any call. */
  static final Duration NEVER = Duration.ofDays(36_500);

  boolean stepIsNext() {
    return untilStep.compareTo(untilProgress) <= 0;
  }

  /** How long until whichever comes first; {@link #NEVER} where nothing does. */
  Duration untilNext() {
    return stepIsNext() ? untilStep : untilProgress;
  }

  /** The same {@code time} later. */
  Course after(Duration time) {
    return new Course(later(untilStep, time), later(untilProgress, time));
  }

  private static Duration later(Duration until, Duration time) {
    return until.equals(NEVER) ? NEVER : until.minus(time);
  }

  Course withStep(Duration step) {
    return new Course(step, untilProgress);
  }

  Course withProgress(Duration progress) {
    return new Course(untilStep, progress);
  }
}
