package peal.service.streams;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A persistent store that writes a key once per commit, however often it changed: to disk and to
 * its changelog, right before Streams ends the transaction that also holds the offsets of what was
 * read. What is pending by then is seen by everybody who reads here, and goes with a task that
 * dies, whose inputs are read again.
 *
 * <p>Streams' own record cache would do the same. It also keeps what was committed, and the stores
 * of a thread share its room: once one of them has filled it for good, each write to another one
 * goes through. And a range that is read beside it may lack an entry that leaves it meanwhile.
 *
 * <p>Written by the task's thread, read by any.
 */
public final class WriteBehindStore
    extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
    implements KeyValueStore<Bytes, byte[]> {
  /** What a pending entry takes beside its bytes, about. */
  private static final int OVERHEAD = 128;

  /**
   * Empty for what is deleted. Nothing is taken out of it: once all of it has been written, a new
   * one takes its place. So a reader who has it, and looks into the store afterwards, misses
   * nothing.
   */
  private volatile NavigableMap<Bytes, Optional<byte[]>> pending = new ConcurrentSkipListMap<>();

  private PendingBytes room = PendingBytes.of(Map.of());
  private long held;

  WriteBehindStore(KeyValueStore<Bytes, byte[]> store) {
    super(store);
  }

  /** Makes stores of this kind, with changelogs. */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
    return new Builder(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray()));
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    room = PendingBytes.of(context.appConfigs());
    super.init(context, root);
  }

  @Override
  public byte[] get(Bytes key) {
    Optional<byte[]> written = pending.get(key);
    if (written == null) {
      return wrapped().get(key);
    }
    refuseIfClosed();
    return written.orElse(null);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    refuseIfClosed();
    Optional<byte[]> after = Optional.ofNullable(value);
    Optional<byte[]> before = pending.put(key, after);
    long more = length(after) + (before == null ? key.get().length + OVERHEAD : -length(before));
    held += more;
    if (!room.take(more)) {
      flushCache();
    }
  }

  private static int length(Optional<byte[]> value) {
    return value.map(bytes -> bytes.length).orElse(0);
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    byte[] there = get(key);
    if (there == null) {
      put(key, value);
    }
    return there;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte[] delete(Bytes key) {
    byte[] there = get(key);
    put(key, null);
    return there;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    NavigableMap<Bytes, Optional<byte[]>> first = between(from, to);
    return new MergedEntries(first, wrapped().range(from, to), Bytes::compareTo);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
    NavigableMap<Bytes, Optional<byte[]>> first = between(from, to).descendingMap();
    return new MergedEntries(
        first, wrapped().reverseRange(from, to), (one, other) -> other.compareTo(one));
  }

  private NavigableMap<Bytes, Optional<byte[]>> between(Bytes from, Bytes to) {
    NavigableMap<Bytes, Optional<byte[]>> all = pending;
    if (from != null && to != null && from.compareTo(to) > 0) {
      return new ConcurrentSkipListMap<>();
    }
    NavigableMap<Bytes, Optional<byte[]>> tail = from == null ? all : all.tailMap(from, true);
    return to == null ? tail : tail.headMap(to, true);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return range(null, null);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return reverseRange(null, null);
  }

  /** Without what is pending. */
  @Override
  public long approximateNumEntries() {
    return wrapped().approximateNumEntries();
  }

  /** Writes what is pending; Streams calls this in each transaction, before it ends. */
  @Override
  public void flushCache() {
    pending.forEach((key, value) -> wrapped().put(key, value.orElse(null)));
    forget();
  }

  /** The task becomes another one's copy. */
  @Override
  public void clearCache() {
    forget();
  }

  private void forget() {
    pending = new ConcurrentSkipListMap<>();
    room.giveBack(held);
    held = 0;
  }

  /** What is still pending belongs to a transaction that is not committed. */
  @Override
  public void close() {
    try {
      super.close();
    } finally {
      forget();
    }
  }

  private void refuseIfClosed() {
    if (!isOpen()) {
      throw new InvalidStateStoreException("Store " + name() + " is closed");
    }
  }

  private record Builder(StoreBuilder<KeyValueStore<Bytes, byte[]>> inner)
      implements StoreBuilder<KeyValueStore<Bytes, byte[]>> {
    @Override
    public KeyValueStore<Bytes, byte[]> build() {
      return new WriteBehindStore(inner.build());
    }

    /** Not with another one. */
    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withLoggingEnabled(
        Map<String, String> config) {
      return new Builder(inner.withLoggingEnabled(config));
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withLoggingDisabled() {
      return new Builder(inner.withLoggingDisabled());
    }

    @Override
    public Map<String, String> logConfig() {
      return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return inner.loggingEnabled();
    }

    @Override
    public String name() {
      return inner.name();
    }
  }
}
