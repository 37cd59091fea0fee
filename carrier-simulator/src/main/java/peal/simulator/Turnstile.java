package peal.simulator;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets a bounded number of asynchronous jobs run at once and the others wait, first come first
 * served, without a thread each. Thread-safe.
 */
final class Turnstile {
  private final int most;
  private final Queue<Supplier<? extends CompletionStage<?>>> waiting = new ArrayDeque<>();
  private int running;

  /** Lets {@code most} run at once. */
  Turnstile(int most) {
    this.most = most;
  }

  /** Starts {@code job} now or when its turn comes; it is over when its stage completes. */
  void enter(Supplier<? extends CompletionStage<?>> job) {
    synchronized (this) {
      if (running == most) {
        waiting.add(job);
        return;
      }
      running++;
    }
    start(job);
  }

  private void start(Supplier<? extends CompletionStage<?>> job) {
    job.get().whenComplete((result, error) -> leave());
  }

  private void leave() {
    Supplier<? extends CompletionStage<?>> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        running--;
        return;
      }
    }
    start(next);
  }
}
