package peal.standalone.bench.compare;

import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import peal.dialer.dispatch.DispatchApplication;
import peal.domain.event.CallEvent;
import peal.standalone.bench.kafka.Traffic;
import peal.topics.Topics;

/** Counts records by who writes them. Not thread-safe. */
final class TrafficTally {
  private static final String DISPATCH = DispatchApplication.ID + "-";
  private static final String PROJECTOR = "peal-status-projector-";

  private final Topics topics = new Topics(1);
  private final Deserializer<CallEvent> events = topics.callEvents().values().deserializer();
  private final Map<Kind, long[]> sums = new EnumMap<>(Kind.class);

  private enum Kind {
    ROW,
    REQUEST,
    REPORT,
    DECISION,
    DISPATCH_STORE,
    PROJECTOR_STORE,
    OTHER
  }

  /** Counts a record; null stands for an absent key or value. */
  void add(String topic, byte[] key, byte[] value) {
    long[] sum = sums.computeIfAbsent(kind(topic, value), kind -> new long[2]);
    sum[0]++;
    sum[1] += length(key) + length(value);
  }

  private Kind kind(String topic, byte[] value) {
    if (topic.equals(topics.callJobs().name()) || topic.equals(topics.callJobsBulk().name())) {
      return Kind.ROW;
    }
    if (topic.equals(topics.dialRequests().name())) {
      return Kind.REQUEST;
    }
    if (topic.equals(topics.callEvents().name())) {
      return events.deserialize(topic, value) instanceof CallEvent.Decision
          ? Kind.DECISION
          : Kind.REPORT;
    }
    if (topic.startsWith(DISPATCH)) {
      return Kind.DISPATCH_STORE;
    }
    return topic.startsWith(PROJECTOR) ? Kind.PROJECTOR_STORE : Kind.OTHER;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** What each of {@code calls} calls has of them. */
  Traffic traffic(int calls) {
    return new Traffic(
        load(Kind.ROW, calls),
        load(Kind.REQUEST, calls),
        load(Kind.REPORT, calls),
        load(Kind.DECISION, calls),
        load(Kind.DISPATCH_STORE, calls),
        load(Kind.PROJECTOR_STORE, calls));
  }

  private Traffic.Load load(Kind kind, int calls) {
    long[] sum = sums.getOrDefault(kind, new long[2]);
    return new Traffic.Load(
        (double) sum[0] / calls, (int) Math.max(1, sum[0] == 0 ? 1 : sum[1] / sum[0]));
  }
}
