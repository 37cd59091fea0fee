package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;

/** Both clocks and the alarms of a worker, moved by the test. */
final class ManualTime implements Alarms {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::ringsAt));
  private final LongUnaryOperator delay;
  private long nanos = 5_000_000_000L;
  private Instant wall = START;
  final Clocks clocks = new Clocks(() -> wall, () -> nanos);

  private record Alarm(long ringsAt, Runnable task) {}

  /** Alarms that ring on time. */
  ManualTime() {
    this(ignored -> 0);
  }

  /** Alarms that ring so many ns late. */
  ManualTime(LongUnaryOperator delay) {
    this.delay = delay;
  }

  @Override
  public void at(long instant, Runnable task) {
    long due = Math.max(instant, clocks.nanos());
    alarms.add(new Alarm(due + delay.applyAsLong(due), task));
  }

  /** Lets time pass on both clocks; alarms ring on the way. */
  void pass(Duration time) {
    passUntil(clocks.nanos() + time.toNanos());
  }

  /** Lets time pass up to a monotonic instant. */
  void passUntil(long instant) {
    while (!alarms.isEmpty() && alarms.peek().ringsAt() <= instant) {
      Alarm next = alarms.poll();
      move(next.ringsAt());
      next.task().run();
    }
    move(instant);
  }

  /** The machine is suspended: the monotonic clock stands still. */
  void suspend(Duration time) {
    wall = wall.plus(time);
  }

  /** Somebody sets the wall clock back. */
  void setBack(Duration time) {
    wall = wall.minus(time);
  }

  /** The whole process stands still: time passes, no alarm rings. */
  void freeze(Duration time) {
    move(clocks.nanos() + time.toNanos());
  }

  /** Alarms that have not rung. */
  int pending() {
    return alarms.size();
  }

  private void move(long instant) {
    long by = instant - clocks.nanos();
    if (by > 0) {
      nanos += by;
      wall = wall.plusNanos(by);
    }
  }
}
