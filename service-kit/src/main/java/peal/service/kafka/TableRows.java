package peal.service.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import peal.domain.Revised;

/**
 * What a table holds, and of each owner at hand: whoever asks for one owner's rows pays for those
 * alone. One thread changes it; reads are thread-safe.
 */
final class TableRows<V> {
  /** About what is left of a value when most of it is dropped, bytes. */
  private static final int REMNANT = 128;

  private final Function<V, Optional<V>> left;
  private final Map<String, Row<V>> rows = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();
  private final Weights weights = new Weights();
  private final AtomicLong version = new AtomicLong();

  /** A value, and what it takes as it is written. */
  private record Row<V>(V value, int bytes) {}

  /** Rows of which only what {@code left} leaves at the time is kept. */
  TableRows(Function<V, Optional<V>> left) {
    this.left = left;
  }

  /** The value of {@code key}, even if it only says that it is deleted. */
  Optional<V> last(String key) {
    return Optional.ofNullable(rows.get(key)).map(Row::value);
  }

  /** What is left by now of the value of {@code key}. */
  Optional<V> left(String key) {
    return last(key).flatMap(left);
  }

  Collection<V> values() {
    return rows.values().stream().map(Row::value).filter(TableRows::isThere).toList();
  }

  Collection<V> values(String owner) {
    Set<String> theirs = keys.get(owner);
    return theirs == null
        ? List.of()
        : theirs.stream().flatMap(key -> last(key).stream()).filter(TableRows::isThere).toList();
  }

  long version() {
    return version.get();
  }

  TableShare share(String owner) {
    return weights.of(owner);
  }

  TableShare all() {
    return weights.all();
  }

  void keep(String key, V value, int bytes) {
    V kept = left.apply(value).orElse(null);
    if (kept == null) {
      forget(key);
      return;
    }
    Row<V> now = new Row<>(kept, kept == value ? bytes : REMNANT);
    Row<V> before = rows.put(key, now);
    if (before == null) {
      keys.computeIfAbsent(Weights.owner(key), owner -> ConcurrentHashMap.newKeySet()).add(key);
    }
    if (before == null || !before.value().equals(kept)) {
      version.incrementAndGet();
    }
    weights.add(key, before == null ? 1 : 0, now.bytes() - (before == null ? 0 : before.bytes()));
  }

  void forget(String key) {
    Row<V> before = rows.remove(key);
    if (before != null) {
      keys.computeIfPresent(
          Weights.owner(key),
          (owner, theirs) -> {
            theirs.remove(key);
            return theirs.isEmpty() ? null : theirs;
          });
      version.incrementAndGet();
      weights.add(key, -1, -before.bytes());
    }
  }

  /** Drops of every row what is not left any more. */
  void prune() {
    rows.forEach((key, row) -> keep(key, row.value(), row.bytes()));
  }

  static boolean isThere(Object value) {
    return !(value instanceof Revised<?> revised) || Revised.isThere(revised);
  }
}
