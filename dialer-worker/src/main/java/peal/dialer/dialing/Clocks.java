package peal.dialer.dialing;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import peal.service.ProcessClock;

/**
 * The two clocks that a dial is judged by. The wall clock can be set back; the monotonic one stands
 * still while a virtual machine is suspended. A dial must be in time by both. Thread-safe if its
 * sources are.
 */
public final class Clocks {
  private final InstantSource wall;
  private final LongSupplier monotonic;
  private final long origin;

  /**
   * Clocks from two sources.
   *
   * @param wall the time of day
   * @param monotonic nanoseconds since anything, such as {@link System#nanoTime}
   */
  public Clocks(InstantSource wall, LongSupplier monotonic) {
    this.wall = wall;
    this.monotonic = monotonic;
    this.origin = monotonic.getAsLong();
  }

  /** The clocks of this machine. */
  public static Clocks system() {
    return new Clocks(ProcessClock.ofProcess(), System::nanoTime);
  }

  /** Monotonic nanoseconds since this object was made; plain comparison is safe for 292 years. */
  long nanos() {
    return monotonic.getAsLong() - origin;
  }

  /** Both clocks at once. */
  Moment now() {
    // In this order: a pause between the two readings makes deadlines earlier, never later.
    long nanos = nanos();
    return new Moment(nanos, wall.instant());
  }
}
