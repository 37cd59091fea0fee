package peal.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and its timers, which move when the test says so. */
final class ManualTime implements InstantSource, Timers {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private record Due(Instant at, long order, Runnable task) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private Instant now = START;
  private long order;

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Pending after(Duration delay, Runnable task) {
    Due later = new Due(delay.isPositive() ? now.plus(delay) : now, order++, task);
    due.add(later);
    return () -> due.remove(later);
  }

  /** How many things are to come. */
  int pending() {
    return due.size();
  }

  /** Lets time pass and runs what falls due on the way, each thing at its own time. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
      Due next = due.poll();
      now = next.at();
      next.task().run();
    }
    now = end;
  }
}
