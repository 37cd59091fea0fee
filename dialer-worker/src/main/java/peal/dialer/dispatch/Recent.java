package peal.dialer.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The values that were asked for last, so that they need not be read again. Used by one thread.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Recent<K, V> {
  private final Map<K, Optional<V>> values;

  /** Holds {@code most} values. */
  Recent(int most) {
    this.values =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Optional<V>> eldest) {
            return size() > most;
          }
        };
  }

  /** The value of {@code key}, where it is at hand. */
  Optional<V> known(K key) {
    return values.getOrDefault(key, Optional.empty());
  }

  Optional<V> get(K key, Supplier<Optional<V>> otherwise) {
    Optional<V> known = values.get(key);
    if (known == null) {
      known = otherwise.get();
      values.put(key, known);
    }
    return known;
  }

  void put(K key, V value) {
    values.put(key, Optional.of(value));
  }

  void forget(K key) {
    values.remove(key);
  }

  void clear() {
    values.clear();
  }
}
