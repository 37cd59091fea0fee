package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Things by the instant at which they are due, each once; equal instants in the order in which they
 * came. O(log n) in all it does. Used by one thread.
 *
 * @param <T> what is due; compared by {@code equals}
 */
public final class DueIndex<T> {
  private final TreeMap<Instant, Set<T>> byTime = new TreeMap<>();
  private final Map<T, Instant> times = new HashMap<>();

  /** {@code thing} is due at {@code at}, and at no other time. */
  public void put(T thing, Instant at) {
    if (at.equals(times.get(thing))) {
      return;
    }
    remove(thing);
    times.put(thing, at);
    byTime.computeIfAbsent(at, time -> new LinkedHashSet<>()).add(thing);
  }

  /** It is never due. */
  public void remove(T thing) {
    Instant at = times.remove(thing);
    if (at != null) {
      Set<T> things = byTime.get(at);
      things.remove(thing);
      if (things.isEmpty()) {
        byTime.remove(at);
      }
    }
  }

  /** When {@code thing} is due; empty for never. */
  public Optional<Instant> timeOf(T thing) {
    return Optional.ofNullable(times.get(thing));
  }

  /** When the first thing is due. */
  public Optional<Instant> firstTime() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey());
  }

  /** What is due first. */
  public Optional<T> first() {
    return byTime.isEmpty()
        ? Optional.empty()
        : Optional.of(byTime.firstEntry().getValue().iterator().next());
  }

  /** What is due by {@code now}, earliest first, at most {@code most}; it stays. */
  public List<T> due(Instant now, int most) {
    List<T> due = new ArrayList<>();
    for (Set<T> things : byTime.headMap(now, true).values()) {
      for (T thing : things) {
        if (due.size() == most) {
          return due;
        }
        due.add(thing);
      }
    }
    return due;
  }

  /** Whether nothing is due at any time. */
  public boolean isEmpty() {
    return times.isEmpty();
  }

  /** How many things there are. */
  public int size() {
    return times.size();
  }
}
