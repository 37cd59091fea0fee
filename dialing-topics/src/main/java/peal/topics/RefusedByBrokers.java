package peal.topics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What brokers have refused as too large since an application began, by topic and lane. A topic
 * whose settings nobody here may read, or that were changed since the start, can take less than the
 * catalogue has; what a broker refuses spoils its transaction, so the second try is refused where
 * it becomes bytes. How much less is not known: after each refusal a lane may write half of what
 * was refused, and other lanes what they could before. Thread-safe; of the whole process, as the
 * brokers are. Has an entry for each lane whose record has ended a thread, which ends an
 * application when it happens five times in five minutes.
 */
public final class RefusedByBrokers {
  /** Bytes of a value down to which is halved. */
  private static final int LEAST = 64 << 10;

  /** A second try may be some digits shorter, and not short enough. */
  private static final int SHORTER = 64;

  private static final Map<Written, Integer> LARGEST = new ConcurrentHashMap<>();

  private static final ThreadLocal<String> LANE = new ThreadLocal<>();

  private record Written(String topic, String lane) {}

  private RefusedByBrokers() {}

  /** Writes {@code what} as records of {@code lane}, on this thread. */
  public static void as(String lane, Runnable what) {
    LANE.set(lane);
    try {
      what.run();
    } finally {
      LANE.remove();
    }
  }

  /** A value of {@code bytes} was refused, which {@code lane} wanted to write to {@code topic}. */
  public static void add(String topic, String lane, int bytes) {
    LARGEST.merge(
        new Written(topic, lane),
        Math.max(bytes / 2, Math.min(LEAST, bytes - SHORTER - 1)) + Topics.ROOM_FOR_HEADERS,
        Math::min);
  }

  /** An application starts, and has looked at the topics: they may have been told to take more. */
  public static void forget() {
    LARGEST.clear();
  }

  /** Most bytes of a record of {@code topic}, which may have {@code catalogued}. */
  static int largest(String topic, int catalogued) {
    String lane = LANE.get();
    return lane == null || LARGEST.isEmpty()
        ? catalogued
        : Math.min(catalogued, LARGEST.getOrDefault(new Written(topic, lane), catalogued));
  }
}
