package peal.projector.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import peal.topics.Topics;

/**
 * Orders a task's inputs by what may not wait, not by time: a task takes the record with the lowest
 * timestamp first, so commands and call events pass small batches, and those pass big ones.
 */
final class ByRank implements TimestampExtractor {
  private final long start;
  private final Map<String, Integer> ranks;

  /**
   * Ranks of {@code topics}.
   *
   * @param start when this process began, Unix ms; the same for all records, it only keeps the
   *     changelogs' timestamps plausible
   */
  ByRank(Topics topics, long start) {
    this.start = start;
    this.ranks =
        Map.of(
            topics.batchCommands().name(), 0,
            topics.callEvents().name(), 0,
            topics.callJobs().name(), 1,
            topics.callJobsBulk().name(), 2);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return start + ranks.getOrDefault(record.topic(), 2);
  }
}
