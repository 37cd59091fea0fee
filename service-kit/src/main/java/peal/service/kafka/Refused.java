package peal.service.kafka;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records of a table that did not count. Written by the table's thread, read by any. */
final class Refused {
  private static final int REMEMBERED = 10_000;

  private final Set<Long> offsets = new LinkedHashSet<>();
  private final Map<String, Long> shadowedSince = new ConcurrentHashMap<>();

  /** Notes a record; one that equals the value that counts casts no shadow on it. */
  void add(long offset, String key, boolean same) {
    synchronized (offsets) {
      offsets.add(offset);
      if (offsets.size() > REMEMBERED) {
        offsets.remove(offsets.iterator().next());
      }
    }
    if (same) {
      shadowedSince.remove(key);
    } else {
      shadowedSince.putIfAbsent(key, System.nanoTime());
    }
  }

  /** A later record of {@code key} counted. */
  void accepted(String key) {
    shadowedSince.remove(key);
  }

  boolean has(long offset) {
    synchronized (offsets) {
      return offsets.contains(offset);
    }
  }

  List<String> shadowed(Duration time) {
    long now = System.nanoTime();
    return shadowedSince.entrySet().stream()
        .filter(entry -> now - entry.getValue() >= time.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }
}
