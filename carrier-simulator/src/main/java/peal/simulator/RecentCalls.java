package peal.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that ended last, with what was said on them. Older ones live on in the {@link Ledger},
 * without words. Thread-safe.
 */
final class RecentCalls {
  private final Map<String, Call> calls;

  /** Remembers the last {@code most}. */
  RecentCalls(int most) {
    calls =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Call> eldest) {
            return size() > most;
          }
        };
  }

  synchronized void add(Call call) {
    calls.put(call.attemptId(), call);
  }

  synchronized Optional<Call> find(String attemptId) {
    return Optional.ofNullable(calls.get(attemptId));
  }
}
