package peal.dialer.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.LaneBook;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.QueuedCall;
import peal.service.streams.LaneKey;
import peal.service.trace.Origin;

/**
 * A lane's book over the task's stores. Batches and open calls are few and also kept in memory;
 * what waits stays in the stores. Every write goes to the store at once, so the commit of the task
 * holds all of it.
 */
final class StoredLaneBook implements LaneBook {
  private final Lane lane;
  private final DispatchStores stores;
  private final Map<BatchId, BatchTerms> terms = new HashMap<>();
  private final TreeMap<BatchId, BatchProgress> progress =
      new TreeMap<>(Comparator.comparing(BatchId::value));
  private final OpenCalls open = new OpenCalls();
  private final Map<BatchId, Origin> origins = new HashMap<>();

  /** First callback per batch, where it has been looked up; empty where there is none. */
  private final Map<BatchId, Optional<Waiting>> firstCallbacks = new HashMap<>();

  private LaneState state;

  StoredLaneBook(Lane lane, DispatchStores stores) {
    this.lane = lane;
    this.stores = stores;
    LaneState stored = stores.lanes().get(lane.key());
    this.state = stored == null ? LaneState.NEW : stored;
  }

  /** Takes in what a store held when the task started. */
  void restore(BatchTerms stored) {
    terms.put(stored.batch(), stored);
  }

  /** Takes in what a store held when the task started. */
  void restore(BatchProgress stored) {
    progress.put(stored.batch(), stored);
  }

  /** Takes in what a store held when the task started. */
  void restore(OpenCall stored) {
    open.put(stored);
  }

  /** Takes in what a store held when the task started. */
  void restore(BatchId batch, Origin stored) {
    origins.put(batch, stored);
  }

  /** Keeps which request a batch came with, as long as the batch is known. */
  void put(BatchId batch, Origin origin) {
    origins.put(batch, origin);
    stores.origins().put(LaneKeys.batch(lane, batch), origin.stored());
  }

  /** Which request a batch came with. */
  Origin origin(BatchId batch) {
    return origins.getOrDefault(batch, Origin.NONE);
  }

  /** Whether time can change anything here. */
  boolean idle() {
    return progress.isEmpty() && open.isEmpty();
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public LaneState state() {
    return state;
  }

  @Override
  public void put(LaneState next) {
    state = next;
    stores.lanes().put(lane.key(), next);
  }

  @Override
  public Collection<BatchProgress> batches() {
    return progress.values();
  }

  @Override
  public Optional<BatchProgress> progress(BatchId batch) {
    return Optional.ofNullable(progress.get(batch));
  }

  @Override
  public void put(BatchProgress next) {
    progress.put(next.batch(), next);
    stores.progress().put(LaneKeys.batch(lane, next.batch()), next);
  }

  @Override
  public Optional<BatchTerms> terms(BatchId batch) {
    return Optional.ofNullable(terms.get(batch));
  }

  @Override
  public void put(BatchTerms agreed) {
    terms.put(agreed.batch(), agreed);
    stores.terms().put(LaneKeys.batch(lane, agreed.batch()), agreed);
  }

  @Override
  public void forget(BatchId batch) {
    terms.remove(batch);
    progress.remove(batch);
    firstCallbacks.remove(batch);
    stores.terms().delete(LaneKeys.batch(lane, batch));
    stores.progress().delete(LaneKeys.batch(lane, batch));
    if (origins.remove(batch) != null) {
      stores.origins().delete(LaneKeys.batch(lane, batch));
    }
  }

  @Override
  public void queueFresh(CallId id, QueuedCall call) {
    stores.fresh().put(LaneKeys.row(lane, id), call);
  }

  @Override
  public Optional<Waiting> firstFreshAfter(BatchId batch, long row) {
    Bytes from = LaneKeys.row(lane, batch, row + 1);
    Bytes to = LaneKeys.row(lane, batch, Long.MAX_VALUE);
    try (KeyValueIterator<Bytes, QueuedCall> rows = stores.fresh().range(from, to)) {
      if (!rows.hasNext()) {
        return Optional.empty();
      }
      KeyValue<Bytes, QueuedCall> first = rows.next();
      CallId id = CallId.ofRow(batch, lane.index(), LaneKeys.rowOf(first.key));
      return Optional.of(new Waiting(id, null, first.value));
    }
  }

  @Override
  public void removeFresh(CallId id) {
    stores.fresh().delete(LaneKeys.row(lane, id));
  }

  @Override
  public void queueCallback(Instant due, CallId id, QueuedCall call) {
    stores.callbacks().put(LaneKeys.due(lane, due, id), call);
    firstCallbacks.computeIfPresent(
        id.batch(),
        (batch, first) ->
            first.isPresent() && !isBefore(due, id, first.get())
                ? first
                : Optional.of(new Waiting(id, due, call)));
  }

  /** In the order of the store: by time, and by row where two are due at once. */
  private static boolean isBefore(Instant due, CallId id, Waiting other) {
    int byTime = Long.compare(due.toEpochMilli(), other.due().toEpochMilli());
    return byTime < 0 || (byTime == 0 && id.row() < other.id().row());
  }

  @Override
  public Optional<Waiting> firstCallback(BatchId batch) {
    return firstCallbacks.computeIfAbsent(batch, key -> callbackFrom(key, 0, 0));
  }

  @Override
  public void removeCallback(Waiting callback) {
    BatchId batch = callback.id().batch();
    stores.callbacks().delete(LaneKeys.due(lane, callback.due(), callback.id()));
    // From the one removed, not from the start: deleted entries before it would be walked again.
    firstCallbacks.put(
        batch, callbackFrom(batch, callback.due().toEpochMilli(), callback.id().row() + 1));
  }

  private Optional<Waiting> callbackFrom(BatchId batch, long dueMillis, long row) {
    Bytes from = LaneKeys.due(lane, batch, dueMillis, row);
    Bytes to = LaneKeys.due(lane, batch, Long.MAX_VALUE, Long.MAX_VALUE);
    try (KeyValueIterator<Bytes, QueuedCall> due = stores.callbacks().range(from, to)) {
      if (!due.hasNext()) {
        return Optional.empty();
      }
      KeyValue<Bytes, QueuedCall> first = due.next();
      CallId id = CallId.ofRow(batch, lane.index(), LaneKeys.rowOf(first.key));
      return Optional.of(new Waiting(id, LaneKeys.dueOf(first.key), first.value));
    }
  }

  @Override
  public Optional<OpenCall> open(CallId id) {
    return open.get(id);
  }

  @Override
  public Collection<OpenCall> openCalls() {
    return open.all();
  }

  @Override
  public int out() {
    return open.out();
  }

  @Override
  public int requested() {
    return open.requested();
  }

  /** Attempts under way, for figures. */
  OpenCalls attempts() {
    return open;
  }

  @Override
  public Optional<HeldBack> firstHeldBack() {
    return open.firstHeldBack();
  }

  @Override
  public Instant nextLook() {
    return open.nextLook();
  }

  @Override
  public void put(OpenCall call) {
    open.put(call);
    stores.open().put(LaneKeys.row(lane, call.attempt().call()), call);
  }

  @Override
  public void close(CallId id) {
    open.remove(id);
    stores.open().delete(LaneKeys.row(lane, id));
  }

  /** Every book that the stores of a task hold, by lane. */
  static Map<Lane, StoredLaneBook> all(DispatchStores stores) {
    Map<Lane, StoredLaneBook> books = new LinkedHashMap<>();
    each(stores.terms().all(), entry -> bookOf(books, entry.key, stores).restore(entry.value));
    each(stores.progress().all(), entry -> bookOf(books, entry.key, stores).restore(entry.value));
    each(stores.open().all(), entry -> bookOf(books, entry.key, stores).restore(entry.value));
    each(
        stores.origins().all(),
        entry ->
            bookOf(books, entry.key, stores)
                .restore(LaneKey.batchOf(entry.key), Origin.ofStored(entry.value)));
    return books;
  }

  private static StoredLaneBook bookOf(
      Map<Lane, StoredLaneBook> books, Bytes key, DispatchStores stores) {
    return books.computeIfAbsent(LaneKey.laneOf(key), lane -> new StoredLaneBook(lane, stores));
  }

  private static <V> void each(
      KeyValueIterator<Bytes, V> entries, java.util.function.Consumer<KeyValue<Bytes, V>> take) {
    List<KeyValue<Bytes, V>> all = new ArrayList<>();
    try (entries) {
      entries.forEachRemaining(all::add);
    }
    all.forEach(take);
  }
}
