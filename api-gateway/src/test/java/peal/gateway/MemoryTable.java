package peal.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import peal.domain.Revised;

/** A table without a broker. */
final class MemoryTable<V extends Revised<V>> implements Table<V> {
  private final Map<String, V> rows = new ConcurrentHashMap<>();
  volatile boolean caughtUp = true;
  volatile boolean broken;
  volatile boolean faulty;

  /** What comes between before a change is made: nothing, or what a test wants. */
  volatile Runnable meanwhile = () -> {};

  @Override
  public Optional<V> get(String key) {
    return Optional.ofNullable(rows.get(key)).filter(Revised::isThere);
  }

  @Override
  public Collection<V> values() {
    return rows.values().stream().filter(Revised::isThere).toList();
  }

  List<String> keys() {
    return List.copyOf(rows.keySet());
  }

  void put(String key, V value) {
    rows.put(key, value);
  }

  @Override
  public V update(String key, Function<Optional<V>, V> change) {
    meanwhile.run();
    return updated(key, change);
  }

  private synchronized V updated(String key, Function<Optional<V>, V> change) {
    V before = rows.get(key);
    V after = change.apply(get(key)).withRevision(Revised.numberOf(before) + 1);
    if (broken) {
      throw Refusals.unavailable("Kafka is away.");
    }
    rows.put(key, after);
    return after;
  }

  @Override
  public boolean current() {
    if (faulty) {
      throw new IllegalStateException("a fault that a test wants");
    }
    return !broken;
  }

  @Override
  public boolean caughtUp() {
    return caughtUp;
  }
}
