package peal.dialer.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.DoNotCall;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.NumberHistory;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.QueuedCall;
import peal.service.streams.PendingStore;
import peal.service.streams.UnitOfWork;
import peal.service.streams.WriteBehindStore;
import peal.service.trace.Origin;
import peal.topics.EnvelopeSerde;

/**
 * The stores of one dispatch task, as its lanes see them within one event or tick. {@code terms},
 * {@code progress} and {@code open} are read whole when the task starts; {@code fresh} (rows, by
 * chunks) and {@code callbacks} hold what waits and are only ever asked for their first entry.
 * {@code do-not-call} has the numbers that stand on lists, of which each dial asks for one; {@code
 * dialed} has how often each number was called ({@link OldDials}). {@code finished} has the ids of
 * batches that are over ({@link FinishedBatches}). {@code origins} tells of each batch which
 * request it came with; no rule reads it. Used by one thread.
 *
 * <p>The terms that were used last are kept as they were read: each dial needs those of its batch,
 * and an agent's texts may be long.
 */
final class DispatchStores {
  private static final String LANES = "dispatch-lanes";
  private static final String TERMS = "dispatch-terms";
  private static final String PROGRESS = "dispatch-progress";
  private static final String OPEN = "dispatch-open";
  private static final String FRESH = "dispatch-fresh";
  private static final String CALLBACKS = "dispatch-callbacks";
  private static final String FINISHED = "dispatch-finished";
  private static final String DO_NOT_CALL = "dispatch-do-not-call";
  private static final String DIALED = "dispatch-dialed";
  private static final String ORIGINS = "dispatch-origins";

  private static final int RECENT = 64;

  private final UnitOfWork work = new UnitOfWork();
  private final PendingStore<Bytes, LaneState> lanes;
  private final PendingStore<Bytes, BatchTerms> terms;
  private final PendingStore<Bytes, BatchProgress> progress;
  private final PendingStore<Bytes, OpenCall> open;
  private final WaitingRows fresh;
  private final PendingStore<Bytes, QueuedCall> callbacks;
  private final PendingStore<Bytes, Long> finished;
  private final PendingStore<Bytes, DoNotCall> doNotCall;
  private final PendingStore<Bytes, NumberHistory> dialed;
  private final PendingStore<Bytes, String> origins;
  private final KeyValueStore<Bytes, byte[]> finishedBytes;
  private final KeyValueStore<Bytes, byte[]> dialedBytes;
  private final KeyValueStore<Bytes, byte[]> freshBytes;
  private final KeyValueStore<Bytes, byte[]> progressBytes;
  private final Recent<Bytes, BatchTerms> recentTerms = new Recent<>(RECENT);
  private final Recent<Bytes, Origin> recentOrigins = new Recent<>(RECENT);

  DispatchStores(ProcessorContext<?, ?> context) {
    this.lanes = work.over(context.getStateStore(LANES), json(LaneState.class));
    this.terms = work.over(context.getStateStore(TERMS), json(BatchTerms.class));
    this.progress = work.over(context.getStateStore(PROGRESS), json(BatchProgress.class));
    this.open = work.over(context.getStateStore(OPEN), json(OpenCall.class));
    this.fresh =
        new WaitingRows(
            work.over(context.getStateStore(FRESH), Serdes.ByteArray()), json(QueuedCall.class));
    this.callbacks = work.over(context.getStateStore(CALLBACKS), json(QueuedCall.class));
    this.freshBytes = context.getStateStore(FRESH);
    this.progressBytes = context.getStateStore(PROGRESS);
    this.finishedBytes = context.getStateStore(FINISHED);
    this.finished = work.over(finishedBytes, FinishedBatches.TIMES);
    this.doNotCall = work.over(context.getStateStore(DO_NOT_CALL), json(DoNotCall.class));
    this.dialedBytes = context.getStateStore(DIALED);
    this.dialed = work.over(dialedBytes, NumberHistorySerde.serde());
    this.origins = work.over(context.getStateStore(ORIGINS), Serdes.String());
  }

  /** How the stores are made. */
  static List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> builders() {
    return Stream.of(
            LANES, TERMS, PROGRESS, OPEN, FRESH, CALLBACKS, FINISHED, DO_NOT_CALL, DIALED, ORIGINS)
        .map(WriteBehindStore::builder)
        .toList();
  }

  private static <V> Serde<V> json(Class<V> values) {
    return EnvelopeSerde.of(values, 1);
  }

  /** Keeps what was written. */
  void commit() {
    work.commit();
  }

  /** Forgets what was written since. */
  void rollback() {
    work.rollback();
    fresh.reread();
    recentTerms.clear();
    recentOrigins.clear();
  }

  PendingStore<Bytes, LaneState> lanes() {
    return lanes;
  }

  PendingStore<Bytes, BatchTerms> terms() {
    return terms;
  }

  PendingStore<Bytes, BatchProgress> progress() {
    return progress;
  }

  PendingStore<Bytes, OpenCall> open() {
    return open;
  }

  WaitingRows fresh() {
    return fresh;
  }

  PendingStore<Bytes, QueuedCall> callbacks() {
    return callbacks;
  }

  PendingStore<Bytes, DoNotCall> doNotCall() {
    return doNotCall;
  }

  PendingStore<Bytes, NumberHistory> dialed() {
    return dialed;
  }

  /** Forgets who was not called for long, as time passes, beginning at {@code first}. */
  OldDials oldDials(Instant first) {
    return new OldDials(dialedBytes, first);
  }

  boolean isFinished(Bytes batch) {
    return finished.get(batch).isPresent();
  }

  /** Forgets which batches are over, as time passes, beginning at {@code first}. */
  FinishedBatches finishedBatches(Instant first) {
    return new FinishedBatches(finishedBytes, first);
  }

  /** Throws away rows of batches that are over. */
  LeftRows leftRows() {
    return new LeftRows(freshBytes, progressBytes);
  }

  Origin origin(Bytes batch) {
    return recentOrigins
        .get(batch, () -> origins.get(batch).map(Origin::ofStored))
        .orElse(Origin.NONE);
  }

  void put(Bytes batch, Origin origin) {
    recentOrigins.forget(batch);
    origins.put(batch, origin.stored());
  }

  Optional<BatchTerms> terms(Bytes batch) {
    return recentTerms.get(batch, () -> terms.get(batch));
  }

  void put(Bytes batch, BatchTerms agreed) {
    recentTerms.forget(batch);
    terms.put(batch, agreed);
  }

  void finish(Bytes batch, Instant now) {
    fresh.forget(batch);
    recentTerms.forget(batch);
    recentOrigins.forget(batch);
    terms.delete(batch);
    progress.delete(batch);
    origins.delete(batch);
    finished.put(batch, now.toEpochMilli());
    finished.put(FinishedBatches.byTime(now.toEpochMilli(), batch), now.toEpochMilli());
  }
}
