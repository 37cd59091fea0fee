package peal.projector.kafka;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.events.LaneEvents;
import peal.projector.events.LaneLog;
import peal.projector.fold.BatchView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;
import peal.projector.query.BatchSpan;
import peal.projector.query.CallShare;
import peal.projector.query.IndexedBlock;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneTotals;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.NumberCalls;
import peal.projector.query.RowRange;
import peal.service.streams.LaneKey;

/** Reads a lane from stores in this process. A store that moves away meanwhile is unavailable. */
final class StoreLaneReader implements LaneReader {
  private final Lane lane;
  private final Supplier<LaneStores> stores;
  private final LaneLog log;
  private final LongSupplier folded;
  private final InstantSource clock;

  /**
   * Reads {@code lane}.
   *
   * @param stores looks the stores up; may throw what Streams throws
   * @param log where its events lie
   * @param folded how far they are folded, or {@link FoldPosition#UNKNOWN}
   */
  StoreLaneReader(
      Lane lane,
      Supplier<LaneStores> stores,
      LaneLog log,
      LongSupplier folded,
      InstantSource clock) {
    this.lane = lane;
    this.stores = stores;
    this.log = log;
    this.folded = folded;
    this.clock = clock;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public Optional<LaneBatch> batch(BatchId batch) {
    return read(from -> {
      // First: the batch has what was read so far, and perhaps more.
      long readTo = ReadCommands.in(from.blocks());
      return Optional.ofNullable(from.batches().get(StoreKeys.batch(key(batch))))
          .or(() -> Optional.ofNullable(from.batches().get(StoreKeys.single(key(batch)))))
          .map(StoredBatch::read)
          .map(view -> {
            List<LaneCall> recent =
                view.recent().stream()
                    .flatMap(call -> call(from, batch, call.row()).stream())
                    .toList();
            return new LaneBatch(batch, view, recent, readTo);
          });
    });
  }

  @Override
  public List<BatchId> batchIds(int limit, BatchId before) {
    return read(from -> {
      LaneKey.Span span = StoreKeys.batches(lane, new BatchSpan(null, before));
      List<BatchId> found = new ArrayList<>();
      try (KeyValueIterator<Bytes, byte[]> entries =
          from.batches().reverseRange(span.from(), span.to())) {
        while (found.size() < limit && entries.hasNext()) {
          BatchId id = idOf(entries.next().key);
          if (!id.equals(before)) {
            found.add(id);
          }
        }
      }
      return found;
    });
  }

  @Override
  public List<LaneBatch> batches(BatchSpan wanted) {
    return read(from -> {
      LaneKey.Span span = StoreKeys.batches(lane, wanted);
      List<LaneBatch> found = new ArrayList<>();
      try (KeyValueIterator<Bytes, byte[]> entries =
          from.batches().reverseRange(span.from(), span.to())) {
        entries.forEachRemaining(entry ->
            found.add(
                new LaneBatch(idOf(entry.key), StoredBatch.read(entry.value).listed(), List.of())));
      }
      return found;
    });
  }

  @Override
  public LaneTotals totals() {
    return read(from -> StoredTotals.read(from.blocks().get(StoreKeys.lane(lane))));
  }

  @Override
  public List<IndexedBlock> blocks(BatchId batch) {
    return read(from -> {
      LaneKey.Span span = StoreKeys.blocks(key(batch));
      List<IndexedBlock> found = new ArrayList<>();
      try (KeyValueIterator<Bytes, byte[]> entries = from.blocks().range(span.from(), span.to())) {
        entries.forEachRemaining(entry ->
            found.add(
                new IndexedBlock(StoreKeys.indexOf(entry.key), StoredBlock.read(entry.value))));
      }
      return found;
    });
  }

  @Override
  public List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return calls(batch, ranges, statuses, limit, CallShare.ALL);
  }

  @Override
  public List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit, CallShare share) {
    return read(from -> {
      try (MatchingCalls calls =
          new MatchingCalls(from.calls(), key(batch), ranges, statuses, limit)) {
        return share.of(
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return calls.hasNext();
              }

              @Override
              public LaneCall next() {
                KeyValue<Bytes, byte[]> entry = calls.next();
                return laneCall(batch, StoreKeys.rowOf(entry.key), entry.value);
              }
            });
      }
    });
  }

  @Override
  public List<Long> rows(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return read(from -> {
      List<Long> rows = new ArrayList<>();
      try (MatchingCalls calls =
          new MatchingCalls(from.calls(), key(batch), ranges, statuses, limit)) {
        calls.forEachRemaining(entry -> rows.add(StoreKeys.rowOf(entry.key)));
      }
      return rows;
    });
  }

  @Override
  public Optional<LaneCall> call(BatchId batch, long row) {
    return read(from -> call(from, batch, row));
  }

  @Override
  public LaneLists lists() {
    return read(from -> StoredLists.read(from.doNotCall().get(StoreKeys.lane(lane))));
  }

  @Override
  public List<ListEntry> entries(PhoneNumber number) {
    return read(from -> {
      LaneLists lists = StoredLists.read(from.doNotCall().get(StoreKeys.lane(lane)));
      return lists.numbers().keySet().stream()
          .sorted()
          .map(list -> StoreKeys.entry(lane, new DoNotCallList(list), number.digits()))
          .flatMap(key -> Optional.ofNullable(from.doNotCall().get(key)).stream())
          .map(StoredLists::readEntry)
          .toList();
    });
  }

  @Override
  public List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit) {
    return read(from -> {
      List<ListEntry> found = new ArrayList<>();
      long first = after == null ? 0 : after.digits() + 1;
      try (KeyValueIterator<Bytes, byte[]> entries =
          from.doNotCall()
              .range(
                  StoreKeys.entry(lane, list, first),
                  StoreKeys.entry(lane, list, Long.MAX_VALUE))) {
        while (found.size() < limit && entries.hasNext()) {
          found.add(StoredLists.readEntry(entries.next().value));
        }
      }
      return found;
    });
  }

  @Override
  public NumberCalls numbered(PhoneNumber number, BatchId in, BatchId before) {
    return read(from -> {
      NumberSearch search = new NumberSearch(from, lane, number);
      return in == null ? search.before(before) : search.in(in);
    });
  }

  @Override
  public LaneEventPage.Span eventSpan() {
    return log.span(lane);
  }

  @Override
  public long eventsFrom(Instant instant) {
    return log.at(lane, instant);
  }

  /** Asked first how far the fold is: what it has read by then is in the stores. */
  @Override
  public LaneEventPage events(long from, int limit, long bytes) {
    return new LaneEvents(this, log, folded.getAsLong(), clock.instant()).read(from, limit, bytes);
  }

  /**
   * Batches and single calls whose part here ended by {@code cutoff} and which are not forgotten,
   * the oldest first, batches before single calls. Ids are in order of time, so the search among
   * each ends at the first that was opened later.
   */
  List<LaneBatch> endedBy(Instant cutoff, int limit) {
    return read(from -> {
      List<LaneBatch> found = endedBy(from, StoreKeys.batches(lane), cutoff, limit);
      found.addAll(endedBy(from, StoreKeys.singles(lane), cutoff, limit - found.size()));
      return found;
    });
  }

  private static List<LaneBatch> endedBy(
      LaneStores from, LaneKey.Span span, Instant cutoff, int limit) {
    List<LaneBatch> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = from.batches().range(span.from(), span.to())) {
      while (found.size() < limit && entries.hasNext()) {
        var entry = entries.next();
        BatchView view = StoredBatch.read(entry.value);
        if (view.opened() != null && view.opened().at().isAfter(cutoff)) {
          break;
        }
        if (view.opened() != null
            && view.forgottenAt() == null
            && view.endedAt() != null
            && !view.endedAt().isAfter(cutoff)) {
          found.add(new LaneBatch(idOf(entry.key), view, List.of()));
        }
      }
    }
    return found;
  }

  private static BatchId idOf(Bytes key) {
    return BatchId.ofToken(StoreKeys.ownerOf(key).token());
  }

  private Optional<LaneCall> call(LaneStores from, BatchId batch, long row) {
    return Optional.ofNullable(from.calls().get(StoreKeys.call(key(batch), row)))
        .filter(StoredCall::known)
        .map(bytes -> laneCall(batch, row, bytes));
  }

  private LaneCall laneCall(BatchId batch, long row, byte[] bytes) {
    return new LaneCall(CallId.ofRow(batch, lane.index(), row), StoredCall.read(bytes));
  }

  private LaneBatchKey key(BatchId batch) {
    return new LaneBatchKey(lane, batch.token());
  }

  private <T> T read(Function<LaneStores, T> question) {
    try {
      return question.apply(stores.get());
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new LaneUnavailable(lane, "its store is moving", e);
    } catch (StreamsException e) {
      throw new LaneUnavailable(lane, "its store cannot be read", e);
    }
  }
}
