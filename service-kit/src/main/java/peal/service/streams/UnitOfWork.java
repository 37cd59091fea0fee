package peal.service.streams;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one event, or one tick, changes in the stores of a task: all of it or nothing. Rules read
 * and write {@link PendingStore}s, which show them what they wrote; the stores themselves change
 * when everything has been decided. So a record that the rules cannot take leaves nothing behind.
 * Used by one thread.
 */
public final class UnitOfWork {
  private final List<PendingStore<?, ?>> stores = new ArrayList<>();

  /** A view of {@code store} that is part of this. */
  public <K extends Comparable<? super K>, V> PendingStore<K, V> over(
      KeyValueStore<K, byte[]> store, Serde<V> values) {
    PendingStore<K, V> pending = new PendingStore<>(store, values);
    stores.add(pending);
    return pending;
  }

  /** Writes everything to the stores. */
  public void commit() {
    stores.forEach(PendingStore::commit);
  }

  /** Forgets everything that was written since the last {@link #commit}. */
  public void rollback() {
    stores.forEach(PendingStore::rollback);
  }
}
