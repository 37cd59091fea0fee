package peal.projector.kafka;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import peal.domain.Lane;
import peal.domain.event.LaneEvent;
import peal.projector.ProjectorMeters;
import peal.projector.fold.LaneFold;

/** Runs the fold over the stores of one task. */
final class LaneProcessor implements Processor<Lane, LaneEvent, Void, Void> {
  private final ProjectorMeters meters;
  private ProcessorContext<Void, Void> context;
  private ProjectorMeters.Share share;
  private LaneFold fold;

  LaneProcessor(ProjectorMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    share = meters.share();
    KeyValueStore<Bytes, byte[]> batches = context.getStateStore(ProjectorTopology.BATCHES);
    fold =
        new LaneFold(
            new TaskStores(
                context.getStateStore(ProjectorTopology.CALLS),
                batches,
                context.getStateStore(ProjectorTopology.BLOCKS),
                share));
    try (KeyValueIterator<Bytes, byte[]> all = batches.all()) {
      all.forEachRemaining(entry -> share.restored(StoredBatch.read(entry.value).counts()));
    }
  }

  @Override
  public void process(Record<Lane, LaneEvent> record) {
    LaneEvent event = record.value();
    if (event == null) {
      return;
    }
    fold.apply(record.key(), event);
    long now = context.currentSystemTimeMs();
    meters.folded(now, now - event.at().toEpochMilli());
  }

  @Override
  public void close() {
    if (share != null) {
      share.close();
    }
  }
}
