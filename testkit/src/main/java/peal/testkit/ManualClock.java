package peal.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves when the test says so. Thread-safe. */
public final class ManualClock implements InstantSource {
  /** Where {@link #ManualClock()} begins; an arbitrary moment of whole seconds. */
  public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private final AtomicReference<Instant> now;

  /** A clock that stands at {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** A clock that stands at {@code start}. */
  public ManualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Moves it by {@code time}, also backwards, as real clocks sometimes do.
   *
   * @return the new time
   */
  public Instant advance(Duration time) {
    return now.updateAndGet(then -> then.plus(time));
  }

  /** Moves it to {@code time}. */
  public void set(Instant time) {
    now.set(time);
  }
}
