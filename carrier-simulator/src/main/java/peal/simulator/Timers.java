package peal.simulator;

import java.time.Duration;

/** Runs things later. Tasks are short and never block; one thread may run them all. */
interface Timers {
  /**
   * Runs {@code task} once, {@code delay} from now; at once where the delay is not positive.
   *
   * @return takes it back; does nothing once it has run
   */
  Pending after(Duration delay, Runnable task);

  /** Something that will run. */
  interface Pending {
    /** It will not, and is forgotten at once. */
    void cancel();
  }
}
