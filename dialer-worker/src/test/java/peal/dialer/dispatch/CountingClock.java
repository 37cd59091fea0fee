package peal.dialer.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that goes on by a millisecond whenever it is read. Dispatch reads it for every record, so
 * that the time of what it decides tells how many records it had taken before.
 */
final class CountingClock implements InstantSource {
  private final Instant start = Instant.now();
  private final AtomicLong readings = new AtomicLong();

  @Override
  public Instant instant() {
    return start.plusMillis(readings.getAndIncrement());
  }

  /** How often it had been read by then. */
  long readingsBefore(Instant then) {
    return then.toEpochMilli() - start.toEpochMilli();
  }
}
