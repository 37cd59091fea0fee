package peal.projector.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, unless too many died lately: then the process is better
 * restarted, and stops being live. Thread-safe.
 */
final class ThreadBudget implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadBudget.class);
  private static final int DEATHS = 10;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Deque<Instant> deaths = new ArrayDeque<>();

  ThreadBudget(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable fault) {
    Instant now = clock.instant();
    while (!deaths.isEmpty() && deaths.peekFirst().isBefore(now.minus(WINDOW))) {
      deaths.removeFirst();
    }
    deaths.addLast(now);
    if (deaths.size() > DEATHS) {
      LOG.error("{} stream threads died within {}; the projection stops.", DEATHS, WINDOW, fault);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.error("A stream thread died and is replaced.", fault);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
