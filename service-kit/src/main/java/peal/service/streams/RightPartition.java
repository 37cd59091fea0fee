package peal.service.streams;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import peal.domain.Lane;
import peal.domain.event.LaneEvent;
import peal.topics.Topics;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/**
 * Lets a record pass only on its lane's own partition. Taken in elsewhere it would give the lane a
 * second writer.
 */
final class RightPartition implements Processor<Lane, LaneEvent, Lane, LaneEvent> {
  private final Topics topics;
  private ProcessorContext<Lane, LaneEvent> context;

  RightPartition(Topics topics) {
    this.topics = topics;
  }

  @Override
  public void init(ProcessorContext<Lane, LaneEvent> context) {
    this.context = context;
  }

  @Override
  public void process(Record<Lane, LaneEvent> record) {
    int expected = topics.partitionOf(record.key());
    int found = context.recordMetadata().map(RecordMetadata::partition).orElse(expected);
    if (found != expected) {
      throw new UnreadableRecord(
          Unreadable.WRONG_KEY, "its lane lies on partition " + expected + ", not " + found);
    }
    context.forward(record);
  }
}
