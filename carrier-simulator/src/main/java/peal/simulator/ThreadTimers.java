package peal.simulator;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All timers of the simulator on one thread: a call that is open costs an entry in a heap. */
final class ThreadTimers implements Timers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadTimers.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().daemon().name("simulator-timer").unstarted(task));

  ThreadTimers() {
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // A shut-down executor drops what still arrives: those calls end with the process.
    executor.setRejectedExecutionHandler((task, pool) -> {});
  }

  @Override
  public void after(Duration delay, Runnable task) {
    executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
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
