package peal.simulator;

import java.time.Duration;

/** Runs things later. Tasks are short and never block; one thread may run them all. */
interface Timers {
  /** Runs {@code task} once, {@code delay} from now; at once where the delay is not positive. */
  void after(Duration delay, Runnable task);
}
