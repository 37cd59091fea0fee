package peal.gateway.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Revised;
import peal.service.kafka.CompactedTable;

/**
 * Keeps compaction from preferring a change that did not count. Compaction keeps a key's last
 * record; where that one lost against another change, and its writer did not come round to making
 * it again, the value that counts is written once more, as a change like any other.
 *
 * <p>A writer lifts its own shadow at once. Those of writers that died are lifted by all gateways
 * within two minutes; the topic is not compacted before an hour has passed.
 */
final class Shadows<V extends Revised<V>> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final CompactedTable<V> rows;
  private final BiConsumer<String, V> write;
  private final Thread thread;

  Shadows(CompactedTable<V> rows, BiConsumer<String, V> write) {
    this.rows = rows;
    this.write = write;
    this.thread = Thread.ofVirtual().name("shadows").start(this::run);
  }

  /** Lifts the shadow that {@code key} may lie under. */
  void lift(String key) {
    if (rows.shadowed(Duration.ZERO).contains(key)) {
      try {
        rows.last(key)
            .ifPresent(value -> write.accept(key, value.withRevision(Revised.numberOf(value) + 1)));
      } catch (RuntimeException | Error fault) {
        // Thrown on, no shadow would be lifted any more.
        LOG.warn("A value could not be written again; it is tried in a minute.", fault);
      }
    }
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
        rows.shadowed(EVERY).forEach(this::lift);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
