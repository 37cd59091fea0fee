package peal.service.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import peal.topics.Topics;

/**
 * Which input of a lane is read first. Streams takes the record with the lowest timestamp among the
 * heads of its inputs, so the rank is given as a timestamp: commands and events before rows, rows
 * of small batches before bulk. An outcome or a cancel then never waits behind a million rows.
 *
 * <p>The timestamps say nothing else; whoever forwards a record sets its own.
 */
public final class InputRank implements TimestampExtractor {
  /** Any fixed time will do; a recent one keeps log segments of changelogs from rolling early. */
  private static final long BASE = System.currentTimeMillis();

  private final Map<String, Integer> ranks;

  /** Ranks for the inputs of {@code topics}. */
  public InputRank(Topics topics) {
    this.ranks = Map.of(topics.callJobs().name(), 1, topics.callJobsBulk().name(), 2);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return BASE + ranks.getOrDefault(record.topic(), 0);
  }
}
