package peal.service.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a thread that failed, five times in five minutes. A fault that repeats faster is not one
 * that a new thread mends: then the application ends, and its process stops being live.
 * Thread-safe.
 */
final class RestartBudget implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RestartBudget.class);
  private static final int RESTARTS = 5;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final String application;
  private final InstantSource clock;
  private final Deque<Instant> spent = new ArrayDeque<>();

  RestartBudget(String application, InstantSource clock) {
    this.application = application;
    this.clock = clock;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable fault) {
    boolean again = allows();
    LOG.error(
        "{}: a thread failed and is {}.", application, again ? "replaced" : "the last", fault);
    return again
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private synchronized boolean allows() {
    Instant now = clock.instant();
    while (!spent.isEmpty() && spent.peekFirst().isBefore(now.minus(WINDOW))) {
      spent.removeFirst();
    }
    if (spent.size() >= RESTARTS) {
      return false;
    }
    spent.addLast(now);
    return true;
  }
}
