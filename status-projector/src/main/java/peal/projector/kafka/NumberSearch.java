package peal.projector.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.Opening;
import peal.projector.query.BatchSpan;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.NumberCalls;
import peal.projector.query.NumberCalls.BatchTold;
import peal.projector.query.NumberCalls.Found;
import peal.service.streams.LaneKey;

/**
 * Looks for the calls to a number in all batches and single calls of a lane, the newest first. Of a
 * batch it reads the marks of its blocks, some four bytes a row; where an earlier version has
 * written none, the rows. One look has an end, and says where it came to. Used by one thread.
 */
final class NumberSearch {
  /** Blocks and single calls that one look reads; a block without marks counts as many. */
  static final int LOOKED_AT = 20_000;

  static final int MOST_CALLS = 1_000;
  static final long MOST_BYTES = 1 << 20;

  private static final int UNMARKED = 20;

  private final LaneStores from;
  private final Lane lane;
  private final PhoneNumber number;
  private final List<Found> found = new ArrayList<>();
  private long bytes;

  /** Of the batch that is looked at. */
  private long held;

  private int looked;

  NumberSearch(LaneStores from, Lane lane, PhoneNumber number) {
    this.from = from;
    this.lane = lane;
    this.number = number;
  }

  /** In one batch, or single call. */
  NumberCalls in(BatchId batch) {
    look(batch);
    return new NumberCalls(found, null);
  }

  /** In all of them, or those that are older than {@code before}. */
  NumberCalls before(BatchId before) {
    LaneKey.Span batches = StoreKeys.batches(lane, new BatchSpan(null, before));
    LaneKey.Span singles = StoreKeys.singles(lane);
    try (KeyValueIterator<Bytes, byte[]> many =
            from.batches().reverseRange(batches.from(), batches.to());
        KeyValueIterator<Bytes, byte[]> single =
            from.batches().reverseRange(singles.from(), singles.to())) {
      String nextOfMany = next(many);
      String nextOfSingle = next(single);
      while (nextOfMany != null || nextOfSingle != null) {
        boolean ofMany =
            nextOfSingle == null || nextOfMany != null && nextOfMany.compareTo(nextOfSingle) >= 0;
        BatchId batch = BatchId.ofToken(ofMany ? nextOfMany : nextOfSingle);
        nextOfMany = ofMany ? next(many) : nextOfMany;
        nextOfSingle = ofMany ? nextOfSingle : next(single);
        if (before != null && batch.value().compareTo(before.value()) >= 0) {
          continue;
        }
        look(batch);
        boolean more = nextOfMany != null || nextOfSingle != null;
        if (more && (looked >= LOOKED_AT || found.size() >= MOST_CALLS || bytes >= MOST_BYTES)) {
          return new NumberCalls(found, batch);
        }
      }
    }
    return new NumberCalls(found, null);
  }

  private static String next(KeyValueIterator<Bytes, byte[]> entries) {
    if (!entries.hasNext()) {
      return null;
    }
    KeyValue<Bytes, byte[]> entry = entries.next();
    return StoreKeys.ownerOf(entry.key).token();
  }

  private void look(BatchId batch) {
    LaneBatchKey key = new LaneBatchKey(lane, batch.token());
    LaneKey.Span blocks = StoreKeys.blocks(key);
    List<LaneCall> calls = new ArrayList<>();
    held = 0;
    looked++;
    try (KeyValueIterator<Bytes, byte[]> entries =
        from.blocks().range(blocks.from(), blocks.to())) {
      while (entries.hasNext() && !isFull(calls)) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        long index = StoreKeys.indexOf(entry.key);
        byte[] marks = from.calls().get(StoreKeys.marks(key, index));
        if (NumberMarks.rows(marks) >= StoredBlock.read(entry.value).rows()) {
          looked++;
          NumberMarks.rowsOf(marks, index, number)
              .forEach(row ->
                  Optional.ofNullable(from.calls().get(StoreKeys.call(key, row)))
                      .ifPresent(bytes -> compare(batch, row, bytes, calls)));
        } else {
          looked += UNMARKED;
          readAll(batch, key, index, calls);
        }
      }
    }
    if (!calls.isEmpty()) {
      keep(batch, key, calls);
    }
  }

  /** Of one batch no more is told: a file may have one number a million times. */
  private boolean isFull(List<LaneCall> calls) {
    return calls.size() >= MOST_CALLS || held >= MOST_BYTES;
  }

  private void readAll(BatchId batch, LaneBatchKey key, long index, List<LaneCall> calls) {
    try (KeyValueIterator<Bytes, byte[]> rows =
        from.calls()
            .range(
                StoreKeys.call(key, Block.firstRow(index)),
                StoreKeys.call(key, Block.lastRow(index)))) {
      rows.forEachRemaining(row -> compare(batch, StoreKeys.rowOf(row.key), row.value, calls));
    }
  }

  private void compare(BatchId batch, long row, byte[] bytes, List<LaneCall> calls) {
    if (StoredCall.known(bytes)) {
      LaneCall call = new LaneCall(CallId.ofRow(batch, lane.index(), row), StoredCall.read(bytes));
      if (call.view().number().equals(number) && !isFull(calls)) {
        LaneCall without = new LaneCall(call.id(), call.view().withoutTranscripts());
        calls.add(without);
        held += without.bytes();
      }
    }
  }

  private void keep(BatchId id, LaneBatchKey key, List<LaneCall> calls) {
    byte[] stored =
        Optional.ofNullable(from.batches().get(StoreKeys.batch(key)))
            .orElseGet(() -> from.batches().get(StoreKeys.single(key)));
    BatchView view = stored == null ? BatchView.UNSEEN : StoredBatch.read(stored);
    if (view.forgottenAt() != null) {
      return;
    }
    Opening opened = view.opened();
    BatchTold told =
        opened == null
            ? new BatchTold(false, null, 0)
            : new BatchTold(opened.single(), opened.name(), opened.at().toEpochMilli());
    LaneBatch batch = new LaneBatch(id, view, List.of());
    for (LaneCall call : calls) {
      found.add(new Found(batch.shown(call), told));
      bytes += call.bytes();
    }
  }
}
