package peal.standalone.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that may die without harm: it is started again as {@link Restarts} says. Thread-safe.
 */
final class KeptAlive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptAlive.class);

  /** A started process. */
  interface Life extends AutoCloseable {
    /** Done when the process is gone. */
    CompletableFuture<?> end();

    /** Ends it. */
    @Override
    void close();
  }

  private final String name;
  private final Supplier<? extends Life> launch;
  private final Restarts restarts;
  private final Consumer<String> say;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Life life;

  /**
   * Takes over a process that runs.
   *
   * @param name what it is, for sentences
   * @param first the process
   * @param launch starts the next one and does not wait
   * @param say hears what a person at the terminal should know
   */
  KeptAlive(
      String name,
      Life first,
      Supplier<? extends Life> launch,
      Restarts restarts,
      Consumer<String> say) {
    this.name = name;
    this.life = first;
    this.launch = launch;
    this.restarts = restarts;
    this.say = say;
    Thread.ofVirtual().name("keeps-" + name).start(this::keep);
  }

  private void keep() {
    try {
      long begin = System.nanoTime();
      while (awaitEnd()) {
        Optional<Duration> wait = restarts.afterDeath(Duration.ofNanos(System.nanoTime() - begin));
        if (wait.isEmpty()) {
          tell(name + " has died " + Restarts.MOST + " times in a row and stays away; see its log");
          return;
        }
        tell(name + " has died; it is started again in " + wait.get().toMillis() + " ms");
        if (closing.await(wait.get().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        begin = System.nanoTime();
        relaunch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when it ended because it was to end. */
  private boolean awaitEnd() throws InterruptedException {
    Life running;
    synchronized (this) {
      running = life;
    }
    CountDownLatch ended = new CountDownLatch(1);
    running.end().whenComplete((done, fault) -> ended.countDown());
    ended.await();
    return closing.getCount() > 0;
  }

  private synchronized void relaunch() {
    if (closing.getCount() == 0) {
      return;
    }
    try {
      life = launch.get();
    } catch (RuntimeException | Error fault) {
      // The dead one stays, and counts as another death. Thrown on, none would be started any more.
      LOG.error("{} cannot be started.", name, fault);
    }
  }

  private void tell(String sentence) {
    LOG.error("{}.", sentence);
    say.accept(sentence);
  }

  /** Ends the process, and it stays so. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      life.close();
    }
  }
}
