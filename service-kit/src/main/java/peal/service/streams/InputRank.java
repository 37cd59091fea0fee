package peal.service.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import peal.topics.Topics;

/**
 * Which input of a lane is read first. Streams takes the record with the lowest timestamp among the
 * heads of its inputs, so the rank is given as a timestamp: commands and events first, then entries
 * of do-not-call lists, rows of small batches, and bulk. An outcome or a cancel then never waits
 * behind a million rows, or a list of as many numbers.
 *
 * <p>The timestamps say nothing else; whoever forwards a record sets its own.
 */
final class InputRank implements TimestampExtractor {
  private final long start;
  private final Map<String, Integer> ranks;

  /**
   * Ranks for the inputs of {@code topics}.
   *
   * @param start when this process began, Unix ms; any fixed time would do, a recent one keeps log
   *     segments of changelogs from rolling early
   */
  InputRank(Topics topics, long start) {
    this.start = start;
    this.ranks =
        Map.of(
            topics.suppressions().name(), 1,
            topics.callJobs().name(), 2,
            topics.callJobsBulk().name(), 3);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return start + ranks.getOrDefault(record.topic(), 0);
  }
}
