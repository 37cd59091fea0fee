package peal.projector.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import peal.projector.query.Instance;

/** Instances that did not answer in time, each remembered for three seconds. Thread-safe. */
public final class SilentInstances {
  private static final Duration REMEMBERED = Duration.ofSeconds(3);

  private final Map<Instance, Long> since = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  /** Remembers by {@code nanos}, a monotonic clock. */
  public SilentInstances(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void add(Instance instance) {
    since.put(instance, nanos.getAsLong());
  }

  boolean contains(Instance instance) {
    Long noted = since.get(instance);
    return noted != null && nanos.getAsLong() - noted < REMEMBERED.toNanos();
  }
}
