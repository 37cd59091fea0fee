package peal.topics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What brokers have refused as too large since an application began, by topic. A topic whose
 * settings nobody here may read, or that were changed since the start, can take less than the
 * catalogue has; what a broker refuses spoils its transaction, so the second try is refused where
 * it becomes bytes. Thread-safe; of the whole process, as the brokers are. Has at most an entry for
 * each topic that it writes.
 */
public final class RefusedByBrokers {
  /** A second try may be some digits shorter, and not short enough. */
  private static final int SHORTER = 64;

  private static final Map<String, Integer> LARGEST = new ConcurrentHashMap<>();

  private RefusedByBrokers() {}

  /** From now on values of about {@code bytes} and more are no record of {@code topic}. */
  public static void add(String topic, int bytes) {
    LARGEST.merge(topic, bytes - SHORTER + Topics.ROOM_FOR_HEADERS - 1, Math::min);
  }

  /** An application starts, and has looked at the topics: they may have been told to take more. */
  public static void forget() {
    LARGEST.clear();
  }

  /** Most bytes of a record of {@code topic}, which may have {@code catalogued}. */
  static int largest(String topic, int catalogued) {
    return Math.min(catalogued, LARGEST.getOrDefault(topic, catalogued));
  }
}
