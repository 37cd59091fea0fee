package peal.dialer.dialing;

/** Runs something at a monotonic instant. */
@FunctionalInterface
interface Alarms {
  /**
   * Runs {@code task} as soon as the monotonic clock shows {@code nanos}, or at once if it does.
   */
  void at(long nanos, Runnable task);
}
