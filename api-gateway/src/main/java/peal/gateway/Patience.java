package peal.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;
import peal.service.ProcessClock;
import peal.service.http.ApiError;

/**
 * Looks again and again until something has happened, but not for ever. Thread-safe.
 *
 * @param clock tells when the time is over
 * @param pause waits between two looks
 */
public record Patience(InstantSource clock, Pause pause) {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** A wait; in tests, a step of the clock. */
  @FunctionalInterface
  public interface Pause {
    /** Waits {@code time}. */
    void wait(Duration time) throws InterruptedException;
  }

  /** Patience by the system's clock. */
  public static Patience real() {
    return new Patience(ProcessClock.ofProcess(), Thread::sleep);
  }

  /**
   * Looks at least once, then every 50 ms.
   *
   * @param limit when to stop looking
   * @param enough whether what was seen ends the wait
   * @return what was seen last, which need not be {@code enough}
   * @throws ApiError 503 when the thread is interrupted
   */
  public <T> T await(Duration limit, Supplier<T> look, Predicate<T> enough) {
    Instant end = clock.instant().plus(limit);
    T seen = look.get();
    while (!enough.test(seen) && clock.instant().isBefore(end)) {
      try {
        pause.wait(BETWEEN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Refusals.unavailable("This gateway is stopping. Try again in a moment.");
      }
      seen = look.get();
    }
    return seen;
  }
}
