package peal.simulator;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that ended last, with what was said on them, as many as fit into a number of bytes.
 * Older ones live on in the {@link Ledger}, without words. Thread-safe.
 */
final class RecentCalls {
  private static final long OBJECTS = 250;

  private final Map<String, Ended> calls = new LinkedHashMap<>();
  private final long mostBytes;
  private long bytes;

  /** Remembers what fits into {@code mostBytes}. */
  RecentCalls(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * What a lookup needs of a call that is over.
   *
   * @param attemptId the attempt
   * @param reference as the request had it, or null
   * @param at when it ended
   * @param end how
   */
  record Ended(String attemptId, String reference, Instant at, Callback.CallEnd end) {
    long weight() {
      return OBJECTS + Weight.of(attemptId) + Weight.of(reference) + Weight.of(end.opening());
    }

    /** The state, with what the ledger counted. */
    CallView view(int rings, int requests) {
      return new CallView(
          attemptId,
          reference,
          "ended",
          at,
          Call.word(end.outcome()),
          end.talkSeconds(),
          end.transcript(),
          end.optOut() ? Boolean.TRUE : null,
          rings,
          requests);
    }
  }

  synchronized void add(Ended call) {
    Ended before = calls.put(call.attemptId(), call);
    bytes += call.weight() - (before == null ? 0 : before.weight());
    Iterator<Ended> oldest = calls.values().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      bytes -= oldest.next().weight();
      oldest.remove();
    }
  }

  synchronized Optional<Ended> find(String attemptId) {
    return Optional.ofNullable(calls.get(attemptId));
  }

  /** What they take, bytes. */
  synchronized long bytes() {
    return bytes;
  }
}
