package peal.simulator;

import java.util.function.IntSupplier;

/**
 * What goes wrong on purpose, and whom it strikes: the same ones again under the same seed.
 * Thread-safe.
 */
final class FaultInjection {
  private final Dice dice;
  private volatile Faults now = Faults.NONE;

  FaultInjection(Dice dice) {
    this.dice = dice;
  }

  void set(Faults faults) {
    now = faults;
  }

  Faults now() {
    return now;
  }

  /** Whether {@code what} happens to a callback. */
  boolean strike(double rate, Callback callback, String what) {
    return rate > 0
        && dice.strikes(rate, callback.attemptId() + "/callback/" + callback.seq() + "/" + what);
  }

  /**
   * Whether {@code what} happens to a request.
   *
   * @param asked how often there was a request for the attempt before
   */
  boolean strike(double rate, String attemptId, IntSupplier asked, String what) {
    return rate > 0 && dice.strikes(rate, attemptId + "/" + asked.getAsInt() + "/" + what);
  }
}
