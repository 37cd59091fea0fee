package peal.projector.kafka;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import peal.projector.ProjectorMeters;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneStore;

/** The fold's memory in a task's stores; what changes is metered. */
final class TaskStores implements LaneStore {
  private final KeyValueStore<Bytes, byte[]> calls;
  private final KeyValueStore<Bytes, byte[]> batches;
  private final KeyValueStore<Bytes, byte[]> blocks;
  private final ProjectorMeters.Share share;

  // Events of one batch come in runs, and nobody else writes this task's stores.
  private LaneBatchKey lastKey;
  private BatchView lastBatch;

  TaskStores(
      KeyValueStore<Bytes, byte[]> calls,
      KeyValueStore<Bytes, byte[]> batches,
      KeyValueStore<Bytes, byte[]> blocks,
      ProjectorMeters.Share share) {
    this.calls = calls;
    this.batches = batches;
    this.blocks = blocks;
    this.share = share;
  }

  @Override
  public CallView call(LaneBatchKey batch, long row) {
    byte[] found = calls.get(StoreKeys.call(batch, row));
    return found == null ? CallView.UNSEEN : StoredCall.read(found);
  }

  @Override
  public BatchView batch(LaneBatchKey batch) {
    if (!batch.equals(lastKey)) {
      byte[] found = batches.get(StoreKeys.batch(batch));
      lastBatch = found == null ? BatchView.UNSEEN : StoredBatch.read(found);
      lastKey = batch;
    }
    return lastBatch;
  }

  @Override
  public Block block(LaneBatchKey batch, int index) {
    byte[] found = blocks.get(StoreKeys.block(batch, index));
    return found == null ? Block.EMPTY : StoredBlock.read(found);
  }

  @Override
  public void put(LaneBatchKey batch, long row, CallView before, CallView after) {
    calls.put(StoreKeys.call(batch, row), StoredCall.write(after));
    if (after.outcome() != null && before.outcome() == null) {
      share.ended(after.outcome());
    }
  }

  @Override
  public void put(LaneBatchKey batch, BatchView before, BatchView after) {
    batches.put(StoreKeys.batch(batch), StoredBatch.write(after));
    lastKey = batch;
    lastBatch = after;
    share.changed(before.counts(), after.counts());
  }

  @Override
  public void put(LaneBatchKey batch, int index, Block block) {
    blocks.put(StoreKeys.block(batch, index), StoredBlock.write(block));
  }
}
