package peal.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import peal.domain.Revised;
import peal.service.kafka.RowWeight;
import peal.service.kafka.TableShare;
import peal.topics.DomainJson;

/** A table without a broker. */
final class MemoryTable<V extends Revised<V>> implements Table<V> {
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private final Map<String, V> rows = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  volatile boolean caughtUp = true;
  volatile boolean alive = true;
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

  @Override
  public Collection<V> values(String owner) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().startsWith(owner + "/"))
        .map(Map.Entry::getValue)
        .filter(Revised::isThere)
        .toList();
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public TableShare share(String owner) {
    List<V> theirs =
        rows.entrySet().stream()
            .filter(row -> row.getKey().startsWith(owner + "/"))
            .map(Map.Entry::getValue)
            .toList();
    return new TableShare(theirs.size(), theirs.stream().mapToLong(MemoryTable::bytes).sum());
  }

  @Override
  public TableShare all() {
    return new TableShare(rows.size(), rows.values().stream().mapToLong(MemoryTable::bytes).sum());
  }

  private static long bytes(Object value) {
    try {
      return RowWeight.of(JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> keys() {
    return List.copyOf(rows.keySet());
  }

  void put(String key, V value) {
    version.incrementAndGet();
    rows.put(key, value);
  }

  /** What another gateway has made and this one reads only when it looks. */
  volatile Runnable elsewhere = () -> {};

  @Override
  public V update(String key, Function<Optional<V>, V> change) {
    meanwhile.run();
    return updated(key, change);
  }

  private synchronized V updated(String key, Function<Optional<V>, V> change) {
    V before = rows.get(key);
    V wanted = change.apply(get(key));
    if (broken) {
      throw Refusals.unavailable("Kafka is away.");
    }
    if (wanted.equals(before)) {
      return before;
    }
    V after = wanted.withRevision(Revised.numberOf(before) + 1);
    rows.put(key, after);
    version.incrementAndGet();
    return after;
  }

  @Override
  public boolean current() {
    if (faulty) {
      throw new IllegalStateException("a fault that a test wants");
    }
    elsewhere.run();
    return !broken;
  }

  @Override
  public boolean caughtUp() {
    return caughtUp;
  }

  @Override
  public boolean alive() {
    return alive;
  }
}
