package peal.testkit.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes up every 10 ms and writes down when it was let sleep too long. Dials can be no more
 * punctual than the machine lets a process be that has nothing to do but to look at the clock: on
 * one that is shared by many processes this tells Peal's lateness from the machine's. Thread-safe.
 */
public final class Metronome implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(10);
  private static final Duration WORTH_NOTING = Duration.ofMillis(20);

  private final List<Hiccup> hiccups = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A time in which the machine let a process wait.
   *
   * @param at when it was over
   * @param late how long it was
   */
  public record Hiccup(Instant at, Duration late) {}

  /** Begins to beat. */
  public Metronome() {
    // A thread of the operating system, as those of a carrier's server are.
    this.thread = Thread.ofPlatform().daemon().name("metronome").start(this::run);
  }

  private void run() {
    while (!closed) {
      long before = System.nanoTime();
      LockSupport.parkNanos(BEAT.toNanos());
      Duration late = Duration.ofNanos(System.nanoTime() - before).minus(BEAT);
      if (late.compareTo(WORTH_NOTING) > 0) {
        note(new Hiccup(Instant.now(), late));
      }
    }
  }

  private synchronized void note(Hiccup hiccup) {
    hiccups.add(hiccup);
  }

  /** Those so far, in order. */
  public synchronized List<Hiccup> hiccups() {
    return List.copyOf(hiccups);
  }

  /** For how long of the time between two moments the machine let everybody wait; ms since 1970. */
  public static double heldUpMillis(List<Hiccup> hiccups, double from, double to) {
    double sum = 0;
    for (Hiccup hiccup : hiccups) {
      double over = hiccup.at().getEpochSecond() * 1e3 + hiccup.at().getNano() / 1e6;
      double begun = over - hiccup.late().toNanos() / 1e6;
      sum += Math.max(0, Math.min(over, to) - Math.max(begun, from));
    }
    return sum;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
