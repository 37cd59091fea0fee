package peal.projector.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Inputs as a test has written them. */
final class FakeInputs implements CatchUp.Inputs {
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, NavigableSet<Long>> records = new HashMap<>();
  final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
  int reads;
  int unknown = -1;
  Runnable meanwhile = () -> {};
  volatile boolean closed;

  /** {@code input} ends here, with records at {@code offsets} and marks everywhere else. */
  void ends(TopicPartition input, long end, Long... offsets) {
    ends.put(input, end);
    records.computeIfAbsent(input, any -> new TreeSet<>()).addAll(List.of(offsets));
  }

  @Override
  public TopicPartition events(int partition) {
    return new TopicPartition("events", partition);
  }

  @Override
  public Map<TopicPartition, Long> ends(int partition) {
    if (partition == unknown) {
      throw new TimeoutException("no leader");
    }
    Map<TopicPartition, Long> of = new HashMap<>(ends);
    of.keySet().removeIf(input -> input.partition() != partition);
    Runnable once = meanwhile;
    meanwhile = () -> {};
    once.run();
    return of;
  }

  @Override
  public Map<TopicPartition, Long> committed() {
    return committed;
  }

  @Override
  public OptionalLong firstRecord(TopicPartition input, Long from, long end) {
    reads++;
    Long found = records.get(input).ceiling(from == null ? 0 : from);
    return found == null || found >= end ? OptionalLong.empty() : OptionalLong.of(found);
  }

  void deleted(TopicPartition input) {
    records.get(input).clear();
  }

  @Override
  public void close() {
    closed = true;
  }
}
