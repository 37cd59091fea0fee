package peal.service.streams;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store as it is with what a {@link UnitOfWork} has written so far. What cannot be written is
 * refused at once, not when all else has been. Used by one thread.
 *
 * @param <K> keys, in the order of the store
 * @param <V> values
 */
public final class PendingStore<K extends Comparable<? super K>, V> {
  private final KeyValueStore<K, byte[]> store;
  private final Serde<V> values;

  /** Null for what is deleted. */
  private final TreeMap<K, Written<V>> written = new TreeMap<>();

  private record Written<V>(V value, byte[] bytes) {}

  PendingStore(KeyValueStore<K, byte[]> store, Serde<V> values) {
    this.store = store;
    this.values = values;
  }

  /** The value of {@code key}, if there is one. */
  public Optional<V> get(K key) {
    return written.containsKey(key)
        ? Optional.ofNullable(written.get(key)).map(Written::value)
        : Optional.ofNullable(store.get(key)).map(this::read);
  }

  /**
   * Gives {@code key} a value.
   *
   * @throws RuntimeException when the value cannot be written
   */
  public void put(K key, V value) {
    written.put(key, new Written<>(value, values.serializer().serialize(store.name(), value)));
  }

  /** Takes {@code key} out. */
  public void delete(K key) {
    written.put(key, null);
  }

  /** The first entry of those from one key to another, both included. */
  public Optional<KeyValue<K, V>> first(K from, K to) {
    Optional<KeyValue<K, V>> pending = firstWritten(from, to);
    Optional<KeyValue<K, V>> stored = firstStored(from, to);
    boolean first =
        pending.isPresent()
            && (stored.isEmpty() || pending.get().key.compareTo(stored.get().key) < 0);
    return first ? pending : stored;
  }

  private Optional<KeyValue<K, V>> firstWritten(K from, K to) {
    for (Map.Entry<K, Written<V>> entry : written.subMap(from, true, to, true).entrySet()) {
      if (entry.getValue() != null) {
        return Optional.of(KeyValue.pair(entry.getKey(), entry.getValue().value()));
      }
    }
    return Optional.empty();
  }

  /** The first that nothing was written to. */
  private Optional<KeyValue<K, V>> firstStored(K from, K to) {
    try (KeyValueIterator<K, byte[]> entries = store.range(from, to)) {
      while (entries.hasNext()) {
        KeyValue<K, byte[]> entry = entries.next();
        if (!written.containsKey(entry.key)) {
          return Optional.of(KeyValue.pair(entry.key, read(entry.value)));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Each entry that was committed, in order, one at a time.
   *
   * @param from first key; null for the very first
   * @param to last key; null for the very last
   */
  public void eachCommitted(K from, K to, BiConsumer<K, V> take) {
    try (KeyValueIterator<K, byte[]> entries = store.range(from, to)) {
      entries.forEachRemaining(entry -> take.accept(entry.key, read(entry.value)));
    }
  }

  /** The key of each entry that was committed, in order; no value is read. */
  public void eachCommittedKey(Consumer<K> take) {
    try (KeyValueIterator<K, byte[]> entries = store.all()) {
      entries.forEachRemaining(entry -> take.accept(entry.key));
    }
  }

  private V read(byte[] bytes) {
    return values.deserializer().deserialize(store.name(), bytes);
  }

  void commit() {
    // Deleted by a null: delete() would read the old value first, for nobody.
    written.forEach((key, value) -> store.put(key, value == null ? null : value.bytes()));
    written.clear();
  }

  void rollback() {
    written.clear();
  }
}
