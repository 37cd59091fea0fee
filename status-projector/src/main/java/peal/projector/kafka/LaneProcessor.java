package peal.projector.kafka;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;
import peal.projector.ProjectorMeters;
import peal.projector.fold.BatchView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;
import peal.projector.query.LaneTotals;
import peal.service.streams.FailedInput;
import peal.service.streams.LaneKey;
import peal.service.streams.WallClockTick;
import peal.topics.Topics;

/**
 * Runs the fold over the stores of one task, and in between removes what is forgotten. Entries that
 * cannot be read stay where they are, and their lane's neighbours go on.
 */
final class LaneProcessor implements Processor<Lane, LaneEvent, String, Suppression> {
  private static final Logger LOG = LoggerFactory.getLogger(LaneProcessor.class);

  /** How often something is removed, and how much: 20,000 entries a second take about 0.1 s. */
  static final Duration REMOVE_EVERY = Duration.ofMillis(100);

  static final int REMOVED_AT_ONCE = 2_000;

  private final ProjectorMeters meters;
  private final CatchUp catchUp;
  private final FoldPosition position;
  private final String events;
  private ProcessorContext<String, Suppression> context;
  private ProjectorMeters.Share share;
  private TaskStores stores;
  private KeyValueStore<Bytes, byte[]> blocks;
  private LaneFold fold;
  private Removal removal;
  private WallClockTick removing;

  /** What the lanes held when the task started, until their totals have been compared with it. */
  private final Map<Lane, LaneTotals> counted = new HashMap<>();

  LaneProcessor(ProjectorMeters meters, CatchUp catchUp, FoldPosition position, String events) {
    this.meters = meters;
    this.catchUp = catchUp;
    this.position = position;
    this.events = events;
  }

  @Override
  public void init(ProcessorContext<String, Suppression> context) {
    this.context = context;
    catchUp.begins(context.taskId().partition());
    share = meters.share();
    KeyValueStore<Bytes, byte[]> calls = context.getStateStore(ProjectorTopology.CALLS);
    KeyValueStore<Bytes, byte[]> batches = context.getStateStore(ProjectorTopology.BATCHES);
    blocks = context.getStateStore(ProjectorTopology.BLOCKS);
    KeyValueStore<Bytes, byte[]> doNotCall = context.getStateStore(ProjectorTopology.DO_NOT_CALL);
    stores = new TaskStores(calls, batches, blocks, doNotCall, share);
    fold = new LaneFold(stores);
    removal = new Removal(stores, calls, blocks);
    counted.clear();
    try (KeyValueIterator<Bytes, byte[]> all = batches.all()) {
      all.forEachRemaining(entry -> restore(LaneKey.laneOf(entry.key), entry));
    }
    share.failing().forEach(lane -> counted.putIfAbsent(lane, LaneTotals.NONE));
    removing =
        new WallClockTick(
            context,
            REMOVE_EVERY,
            now -> {
              stores.begin();
              recount();
              removal.run(now, REMOVED_AT_ONCE);
              return removal.pending() ? Optional.of(REMOVE_EVERY) : Optional.empty();
            });
    removing.wake();
  }

  private void restore(Lane lane, KeyValue<Bytes, byte[]> entry) {
    BatchView batch;
    try {
      batch = StoredBatch.read(entry.value);
    } catch (UncheckedIOException fault) {
      if (share.fails(lane)) {
        LOG.error("A batch of lane {} cannot be read and is left aside.", lane.key(), fault);
      }
      return;
    }
    share.restored(batch.counts());
    LaneTotals totals = LaneTotals.of(batch);
    share.kept(totals.keptCalls(), totals.keptBytes());
    counted.merge(lane, totals, (one, other) -> one.plus(other));
    removal.consider(StoreKeys.ownerOf(entry.key), batch);
  }

  /** Not while the task starts: then nothing would commit what is written. */
  private void recount() {
    // Of what cannot be read the totals may know more; less than the rest they would be below 0
    // when that is removed.
    counted.forEach((lane, found) -> stores.recount(lane, found, !share.failing().contains(lane)));
    counted.clear();
  }

  @Override
  public void process(Record<Lane, LaneEvent> record) {
    LaneEvent event = record.value();
    if (event == null) {
      return;
    }
    long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
    recount();
    stores.begin();
    try {
      fold.apply(record.key(), event, offset);
    } catch (RuntimeException | StackOverflowError fault) {
      // It goes to dead-letters; half of it must not stay.
      stores.takeBack();
      throw FailedInput.exception(fault);
    } finally {
      context
          .recordMetadata()
          .filter(read -> read.topic().equals(events))
          .ifPresent(read -> position.read(read.partition(), record.key(), read.offset()));
    }
    if (event instanceof BatchCommand && offset >= 0) {
      ReadCommands.add(blocks, offset);
    }
    if (event instanceof BatchForgotten forgotten) {
      LaneBatchKey key = new LaneBatchKey(record.key(), forgotten.batch().token());
      removal.consider(key, stores.batch(key));
      removing.wake();
    }
    long now = context.currentSystemTimeMs();
    for (Suppression entry : stores.entries()) {
      context.forward(new Record<>(Topics.key(record.key(), entry), entry, now));
    }
    stores.lostOptOut().ifPresent(this::tellOfLostOptOut);
    meters.folded(now, now - event.at().toEpochMilli());
  }

  private void tellOfLostOptOut(CallId call) {
    meters.optOutLost();
    LOG.warn("Call {} is not known here, and somebody said in it to want no more calls.", call);
  }

  @Override
  public void close() {
    if (removing != null) {
      removing.close();
    }
    catchUp.ends(context.taskId().partition());
    if (share != null) {
      share.close();
    }
  }
}
