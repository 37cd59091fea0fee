package peal.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes of the heap that one kind of work may hold at once: so many in all, and a quarter of them
 * for one owner, so that no tenant keeps others out. What is larger than that is let in where
 * nothing else is held. Thread-safe.
 */
public final class ByteBudget {
  private static final int SHARE = 4;

  private final long most;
  private final Map<String, Long> held = new HashMap<>();
  private long all;

  /** At most {@code most} bytes, at least 1. */
  public ByteBudget(long most) {
    this.most = most;
  }

  /** An eighth of this JVM's heap. */
  public static ByteBudget ofHeap() {
    return new ByteBudget(Runtime.getRuntime().maxMemory() / 8);
  }

  /** The same; {@code metrics} show what is held of {@code what}. */
  public ByteBudget shownAs(String gauge, String what, MeterRegistry metrics) {
    Gauge.builder(gauge, this, ByteBudget::taken)
        .description(what + " that are held")
        .baseUnit("bytes")
        .register(metrics);
    return this;
  }

  /** Bytes that count until this is closed, once. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Counts {@code bytes} of {@code owner}'s, without waiting; empty where there is no room for
   * them.
   */
  public synchronized Optional<Held> take(String owner, long bytes) {
    long own = held.getOrDefault(owner, 0L);
    boolean fits = (all == 0 || all + bytes <= most) && (own == 0 || own + bytes <= most / SHARE);
    if (!fits) {
      return Optional.empty();
    }
    held.put(owner, own + bytes);
    all += bytes;
    return Optional.of(() -> giveBack(owner, bytes));
  }

  private synchronized void giveBack(String owner, long bytes) {
    held.computeIfPresent(owner, (name, own) -> own > bytes ? Long.valueOf(own - bytes) : null);
    all -= bytes;
  }

  /** How many are held, of all owners. */
  public synchronized long taken() {
    return all;
  }
}
