package peal.standalone.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running parts, ended in the opposite order of their start, each within a bound, so that one that
 * hangs cannot keep the others alive. Thread-safe: it may be closed while parts still start.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private record Part(String name, AutoCloseable running) {}

  private final Duration boundEach;
  private final Deque<Part> running = new ArrayDeque<>();
  private boolean closed;

  /** No parts yet; each will have {@code boundEach} to end. */
  Parts(Duration boundEach) {
    this.boundEach = boundEach;
  }

  /**
   * Takes charge of a part that has just started.
   *
   * @throws IllegalStateException when everything is being ended; the part is ended first
   */
  <T extends AutoCloseable> T add(String name, T part) {
    synchronized (this) {
      if (!closed) {
        running.push(new Part(name, part));
        return part;
      }
    }
    end(new Part(name, part));
    throw new IllegalStateException("stopped while " + name + " was starting");
  }

  /** Ends all parts, the youngest first. Idempotent; a second caller returns at once. */
  @Override
  public void close() {
    Deque<Part> toEnd;
    synchronized (this) {
      closed = true;
      toEnd = new ArrayDeque<>(running);
      running.clear();
    }
    toEnd.forEach(this::end);
  }

  private void end(Part part) {
    Thread ending = Thread.ofPlatform().daemon().name("end-" + part.name()).start(() -> run(part));
    try {
      if (!ending.join(boundEach)) {
        LOG.warn(
            "{} did not end within {} s; it is left behind.", part.name(), boundEach.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Part part) {
    try {
      part.running().close();
      LOG.info("{} has ended.", part.name());
    } catch (Exception e) {
      LOG.warn("{} ended with a fault.", part.name(), e);
    }
  }
}
