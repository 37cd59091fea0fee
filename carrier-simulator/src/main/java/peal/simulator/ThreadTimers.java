package peal.simulator;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All timers of the simulator: one queue, ordered by due time, on one thread. How many there may be
 * is bounded by those who ask: one for each open call, for each callback that waits for another try
 * or is held back, and for each request that is answered late.
 */
final class ThreadTimers implements Timers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadTimers.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("simulator-timer").unstarted(task));

  ThreadTimers() {
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    // A shut-down executor drops what still arrives: those calls end with the process.
    executor.setRejectedExecutionHandler((task, pool) -> {});
  }

  @Override
  public Pending after(Duration delay, Runnable task) {
    Future<?> future = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A timer's task failed.", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
