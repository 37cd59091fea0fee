package peal.service.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What a task does as time passes, only when there is something to do. Every punctuation marks its
 * task for a commit, so one that never stops makes a task without work write a transaction for each
 * commit interval, for ever. Used by the task's thread alone.
 */
public final class WallClockTick implements AutoCloseable {
  /** A sleep that is longer is looked at once more. */
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

  private final ProcessorContext<?, ?> context;
  private final Duration every;
  private final Work work;
  private final PlannedTicks ticks;
  private Cancellable scheduled;

  /** When it runs next, by the task's clock; null while it has nothing to do. */
  private Instant planned;

  private boolean asleep;

  /** One tick's work. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does what is due at {@code now}, by the task's clock.
     *
     * @return how long until there may be something to do again, should no record come before;
     *     empty for never
     */
    Optional<Duration> run(Instant now);
  }

  /**
   * Does nothing until it is woken.
   *
   * @param every how often {@code work} runs at most
   */
  public WallClockTick(ProcessorContext<?, ?> context, Duration every, Work work) {
    this.context = context;
    this.every = every;
    this.work = work;
    this.ticks = PlannedTicks.in(context.appConfigs());
  }

  /** There may be something to do from now on. */
  public void wake() {
    wakeIn(Duration.ZERO);
  }

  /** There may be something to do after {@code wait}; below zero is now. */
  public void wakeIn(Duration wait) {
    if (scheduled == null || (asleep && now().plus(shortened(wait)).isBefore(planned))) {
      plan(wait);
    }
  }

  /** Never runs again: Streams keeps what a task has scheduled when it begins the task anew. */
  @Override
  public void close() {
    if (scheduled != null) {
      cancel();
    }
  }

  private void cancel() {
    scheduled.cancel();
    scheduled = null;
    ticks.cancel(this);
  }

  private void plan(Duration wait) {
    if (scheduled != null) {
      scheduled.cancel();
    }
    asleep = wait.compareTo(every) > 0;
    Duration interval = asleep ? shortened(wait) : every;
    planned = now().plus(interval);
    ticks.plan(this, planned.toEpochMilli());
    scheduled =
        context.schedule(
            interval, PunctuationType.WALL_CLOCK_TIME, at -> run(Instant.ofEpochMilli(at)));
  }

  private static Duration shortened(Duration wait) {
    return wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait;
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private void run(Instant now) {
    ticks.ran(now.toEpochMilli());
    Optional<Duration> wait;
    try {
      wait = work.run(now);
    } catch (TimeoutException e) {
      // Streams would begin this task again, and commit what it has sent so far with its
      // neighbours.
      throw new StreamsException("Kafka did not answer in a tick", e);
    }
    if (wait.isEmpty()) {
      cancel();
    } else if (asleep || wait.get().compareTo(every) > 0) {
      plan(wait.get());
    }
  }
}
