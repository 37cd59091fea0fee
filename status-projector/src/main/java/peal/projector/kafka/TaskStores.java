package peal.projector.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.event.Suppression;
import peal.projector.ProjectorMeters;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneLists;
import peal.projector.fold.LaneStore;
import peal.projector.fold.ListEntry;
import peal.projector.query.LaneTotals;
import peal.topics.OversizedRecord;
import peal.topics.Topics;

/** The fold's memory in a task's stores; what changes is metered. */
final class TaskStores implements LaneStore {
  private final KeyValueStore<Bytes, byte[]> calls;
  private final KeyValueStore<Bytes, byte[]> batches;
  private final KeyValueStore<Bytes, byte[]> blocks;
  private final KeyValueStore<Bytes, byte[]> doNotCall;
  private final ProjectorMeters.Share share;

  // Events of one batch come in runs, and nobody else writes this task's stores.
  private LaneBatchKey lastKey;
  private BatchView lastBatch;
  private Lane listsOf;
  private LaneLists lastLists;

  /** How to take back what the event at hand has changed, the last first. */
  private final Deque<Runnable> undo = new ArrayDeque<>();

  TaskStores(
      KeyValueStore<Bytes, byte[]> calls,
      KeyValueStore<Bytes, byte[]> batches,
      KeyValueStore<Bytes, byte[]> blocks,
      KeyValueStore<Bytes, byte[]> doNotCall,
      ProjectorMeters.Share share) {
    this.calls = calls;
    this.batches = batches;
    this.blocks = blocks;
    this.doNotCall = doNotCall;
    this.share = share;
  }

  /** Numbers of which the event at hand says that they are to be put on a list. */
  private final List<Suppression> entries = new ArrayList<>();

  /** The call of which it says so though nobody knows its number, or null. */
  private CallId lostOptOut;

  /** The next event begins. */
  void begin() {
    undo.clear();
    entries.clear();
    lostOptOut = null;
  }

  List<Suppression> entries() {
    return entries;
  }

  Optional<CallId> lostOptOut() {
    return Optional.ofNullable(lostOptOut);
  }

  @Override
  public void list(Lane lane, Suppression entry) {
    entries.add(entry);
  }

  @Override
  public void loseOptOut(CallId call) {
    lostOptOut = call;
  }

  /** Takes back what the event at hand has changed: it is taken in wholly or not at all. */
  void takeBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
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
      byte[] entry = found == null ? batches.get(StoreKeys.single(batch)) : found;
      lastBatch = entry == null ? BatchView.UNSEEN : StoredBatch.read(entry);
      lastKey = batch;
    }
    return lastBatch;
  }

  @Override
  public Block block(LaneBatchKey batch, long index) {
    byte[] found = blocks.get(StoreKeys.block(batch, index));
    return found == null ? Block.EMPTY : StoredBlock.read(found);
  }

  /** Of a file for a list the same lane is asked for ten thousand times in a row. */
  @Override
  public LaneLists lists(Lane lane) {
    if (!lane.equals(listsOf)) {
      lastLists = StoredLists.read(doNotCall.get(StoreKeys.lane(lane)));
      listsOf = lane;
    }
    return lastLists;
  }

  @Override
  public Optional<ListEntry> entry(Lane lane, DoNotCallList list, PhoneNumber number) {
    return Optional.ofNullable(doNotCall.get(StoreKeys.entry(lane, list, number.digits())))
        .map(StoredLists::readEntry);
  }

  @Override
  public void put(Lane lane, LaneLists before, LaneLists after) {
    Bytes key = StoreKeys.lane(lane);
    undo.push(() -> {
      listsOf = null;
      doNotCall.put(key, StoredLists.write(before));
    });
    doNotCall.put(key, fitting(StoredLists.write(after), "the state of do-not-call lists"));
    listsOf = lane;
    lastLists = after;
  }

  @Override
  public void put(
      Lane lane, DoNotCallList list, PhoneNumber number, ListEntry before, ListEntry after) {
    Bytes key = StoreKeys.entry(lane, list, number.digits());
    undo.push(() -> doNotCall.put(key, StoredLists.write(before)));
    doNotCall.put(key, StoredLists.write(after));
  }

  @Override
  public void put(LaneBatchKey batch, long row, CallView before, CallView after) {
    Bytes key = StoreKeys.call(batch, row);
    undo.push(() -> calls.put(key, before == CallView.UNSEEN ? null : StoredCall.write(before)));
    calls.put(key, fitting(StoredCall.write(after), "the state of a call"));
    if (!before.known() && after.known()) {
      mark(batch, row, after.number());
    }
    if (after.outcome() != null && before.outcome() == null) {
      share.ended(after.outcome());
    }
  }

  /** A single call is found by itself as soon. */
  private void mark(LaneBatchKey batch, long row, PhoneNumber number) {
    if (batch(batch).single()) {
      return;
    }
    Bytes key = StoreKeys.marks(batch, Block.of(row));
    byte[] before = calls.get(key);
    undo.push(() -> calls.put(key, before));
    calls.put(key, NumberMarks.with(before, Block.of(row), row, number));
  }

  @Override
  public void put(LaneBatchKey batch, BatchView before, BatchView after) {
    undo.push(() -> set(batch, after, before));
    set(batch, before, after);
  }

  private void set(LaneBatchKey batch, BatchView before, BatchView after) {
    if (after != BatchView.UNSEEN) {
      batches.put(place(batch, after), fitting(StoredBatch.write(after), "the state of a batch"));
    }
    // What was read of a single call before its beginning moves. Last, so that a reader who looks
    // in the same order as this class always finds one of both.
    boolean moves = after == BatchView.UNSEEN || before.single() != after.single();
    if (before != BatchView.UNSEEN && moves) {
      batches.put(place(batch, before), null);
    }
    lastKey = batch;
    lastBatch = after;
    share.changed(before.counts(), after.counts());
    LaneTotals more = LaneTotals.of(after).minus(LaneTotals.of(before));
    share.kept(more.keptCalls(), more.keptBytes());
    count(batch.lane(), more);
  }

  private void count(Lane lane, LaneTotals more) {
    if (!more.equals(LaneTotals.NONE)) {
      Bytes key = StoreKeys.lane(lane);
      LaneTotals now = StoredTotals.read(blocks.get(key)).plus(more);
      blocks.put(key, now.equals(LaneTotals.NONE) ? null : StoredTotals.write(now));
    }
  }

  /**
   * Corrects the lane's totals where an earlier version counted less.
   *
   * @param all whether {@code found} is all that the lane holds, and not the least of it
   */
  void recount(Lane lane, LaneTotals found, boolean all) {
    LaneTotals known = StoredTotals.read(blocks.get(StoreKeys.lane(lane)));
    count(lane, (all ? found : found.atLeast(known)).minus(known));
  }

  /** What its changelog would refuse must not come in, for the whole task would end by it. */
  private static byte[] fitting(byte[] value, String what) {
    return OversizedRecord.refuse(value, Topics.LARGEST_DERIVED, what);
  }

  private static Bytes place(LaneBatchKey batch, BatchView view) {
    return view.single() ? StoreKeys.single(batch) : StoreKeys.batch(batch);
  }

  /** Drops a batch whose calls and blocks are gone. */
  void drop(LaneBatchKey batch) {
    set(batch, batch(batch), BatchView.UNSEEN);
  }

  @Override
  public void put(LaneBatchKey batch, long index, Block before, Block after) {
    Bytes key = StoreKeys.block(batch, index);
    undo.push(() -> blocks.put(key, before == Block.EMPTY ? null : StoredBlock.write(before)));
    blocks.put(key, fitting(StoredBlock.write(after), "the state of a block"));
  }
}
