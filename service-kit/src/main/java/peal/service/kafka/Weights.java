package peal.service.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each owner's rows of a table take, as they are written. An owner is what stands before the
 * first slash of a key. Thread-safe.
 */
final class Weights {
  private final Map<String, TableShare> shares = new ConcurrentHashMap<>();

  /** A row of {@code key} is there now, or takes so much more. */
  void add(String key, int rows, long bytes) {
    shares.merge(
        owner(key),
        new TableShare(rows, bytes),
        (one, other) -> {
          TableShare sum = new TableShare(one.rows() + other.rows(), one.bytes() + other.bytes());
          return sum.rows() == 0 ? null : sum;
        });
  }

  TableShare of(String owner) {
    return shares.getOrDefault(owner, TableShare.NONE);
  }

  static String owner(String key) {
    int end = key.indexOf('/');
    return end < 0 ? key : key.substring(0, end);
  }
}
