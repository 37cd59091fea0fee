package peal.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A table without a broker. */
final class MemoryTable<V> implements Table<V> {
  private final Map<String, V> rows = new ConcurrentHashMap<>();
  volatile boolean caughtUp = true;
  volatile boolean broken;

  @Override
  public Optional<V> get(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  @Override
  public Collection<V> values() {
    return List.copyOf(rows.values());
  }

  @Override
  public void put(String key, V value) {
    if (broken) {
      throw Refusals.unavailable("Kafka is away.");
    }
    rows.put(key, value);
  }

  @Override
  public boolean caughtUp() {
    return caughtUp;
  }
}
