package peal.service.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What each owner's rows of a table take, as they are written. An owner is what stands before the
 * first slash of a key. Thread-safe.
 */
final class Weights {
  private final Map<String, TableShare> shares = new ConcurrentHashMap<>();
  private final AtomicReference<TableShare> all = new AtomicReference<>(TableShare.NONE);

  /** A row of {@code key} is there now, or takes so much more. */
  void add(String key, int rows, long bytes) {
    TableShare more = new TableShare(rows, bytes);
    shares.merge(
        owner(key),
        more,
        (one, other) -> {
          TableShare sum = one.plus(other);
          return sum.rows() == 0 ? null : sum;
        });
    all.accumulateAndGet(more, TableShare::plus);
  }

  /** Of all owners. */
  TableShare all() {
    return all.get();
  }

  TableShare of(String owner) {
    return shares.getOrDefault(owner, TableShare.NONE);
  }

  static String owner(String key) {
    int end = key.indexOf('/');
    return end < 0 ? key : key.substring(0, end);
  }
}
