package peal.standalone.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running parts, ended the highest {@link Stage} first, whichever was ready first, each within a
 * bound, so that one that hangs cannot keep the others alive. Thread-safe: it may be closed while
 * parts still start.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private record Part(Stage stage, AutoCloseable running) {
    String name() {
      return stage.title();
    }
  }

  private final Duration boundEach;
  private final List<Part> running = new ArrayList<>();
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
  <T extends AutoCloseable> T add(Stage stage, T part) {
    synchronized (this) {
      if (!closed) {
        running.add(new Part(stage, part));
        return part;
      }
    }
    end(new Part(stage, part));
    throw new IllegalStateException("stopped while " + stage.title() + " was starting");
  }

  /** Ends all parts, the highest stage first. Idempotent; a second caller returns at once. */
  @Override
  public void close() {
    List<Part> toEnd;
    synchronized (this) {
      closed = true;
      toEnd = running.stream().sorted(Comparator.comparing(Part::stage).reversed()).toList();
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
