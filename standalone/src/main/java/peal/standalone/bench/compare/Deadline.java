package peal.standalone.bench.compare;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When something must be over. */
final class Deadline {
  private final LongSupplier nanos;
  private final long at;

  private Deadline(LongSupplier nanos, long at) {
    this.nanos = nanos;
    this.at = at;
  }

  /** In so much time, by the machine's own clock. */
  static Deadline in(Duration time) {
    return in(time, System::nanoTime);
  }

  /** As the other, by a clock of nanoseconds. */
  static Deadline in(Duration time, LongSupplier nanos) {
    return new Deadline(nanos, nanos.getAsLong() + time.toNanos());
  }

  /** So much time from now, or this where it is earlier. */
  Deadline within(Duration time) {
    long now = nanos.getAsLong();
    return new Deadline(nanos, now + Math.min(time.toNanos(), at - now));
  }

  /** What is left, zero where it has passed. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, at - nanos.getAsLong()));
  }

  /**
   * Goes on only before it.
   *
   * @throws IllegalStateException afterwards, saying that {@code what} took too long
   */
  void check(String what) {
    if (left().isZero()) {
      throw new IllegalStateException(what + " took too long");
    }
  }
}
