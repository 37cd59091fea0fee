package peal.projector.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Inputs as a test has written them. */
final class FakeInputs implements CatchUp.Inputs {
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, NavigableSet<Long>> records = new HashMap<>();
  final Map<TopicPartition, Long> committed = new HashMap<>();
  int reads;

  /** {@code input} ends here, with records at {@code offsets} and marks everywhere else. */
  void ends(TopicPartition input, long end, Long... offsets) {
    ends.put(input, end);
    records.computeIfAbsent(input, any -> new TreeSet<>()).addAll(java.util.List.of(offsets));
  }

  @Override
  public Map<TopicPartition, Long> ends(int partition) {
    Map<TopicPartition, Long> of = new HashMap<>(ends);
    of.keySet().removeIf(input -> input.partition() != partition);
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

  @Override
  public void close() {}
}
