package peal.service.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a failed thread is replaced before the process gives up: five times in five minutes. A
 * fault that repeats faster is not one that a restart mends. Thread-safe.
 */
final class RestartBudget {
  private static final int RESTARTS = 5;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Deque<Instant> spent = new ArrayDeque<>();

  RestartBudget(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean allows() {
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
