package peal.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often attempts were refused that have not rung, for those that were asked for last; an older
 * one begins anew. Thread-safe.
 */
final class RefusedAttempts {
  private static final int MOST = 10_000;

  private final Map<String, Integer> times = new LinkedHashMap<>();

  /** Counts one more refusal, and gives their number. */
  synchronized int add(String attemptId) {
    int now = times.merge(attemptId, 1, Integer::sum);
    if (times.size() > MOST) {
      times.remove(times.keySet().iterator().next());
    }
    return now;
  }

  synchronized int of(String attemptId) {
    return times.getOrDefault(attemptId, 0);
  }

  synchronized void remove(String attemptId) {
    times.remove(attemptId);
  }
}
