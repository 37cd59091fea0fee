package peal.domain.dispatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;

/** What a lane keeps, in maps, the plainest that can be right. */
final class MapLaneStore implements LaneStore {
  private static final Comparator<Waiting> ORDER =
      Comparator.comparing(Waiting::due).thenComparing(waiting -> waiting.id().row());

  final Map<BatchId, BatchTerms> terms = new HashMap<>();
  final Map<BatchId, BatchProgress> progress = new HashMap<>();
  final Map<CallId, OpenCall> open = new HashMap<>();
  final Set<BatchId> finished = new HashSet<>();
  private final Map<Queue, TreeMap<Long, Waiting>> fresh = new HashMap<>();
  private final Map<Queue, TreeSet<Waiting>> callbacks = new HashMap<>();
  private final Map<PhoneNumber, DoNotCall> doNotCall = new HashMap<>();
  private final Map<PhoneNumber, NumberHistory> histories = new HashMap<>();
  LaneState state = LaneState.NEW;

  private record Queue(BatchId batch, int number) {}

  /** A lane that goes on from what is kept here. */
  LaneBook book() {
    LaneBook book = new LaneBook(new Lane(new WorkspaceId("ws"), 0), state, this);
    terms.values().forEach(book::restore);
    progress.values().forEach(book::restore);
    open.values().forEach(book::restore);
    return book;
  }

  boolean isEmpty() {
    return terms.isEmpty()
        && progress.isEmpty()
        && fresh.values().stream().allMatch(Map::isEmpty)
        && callbacks.values().stream().allMatch(Set::isEmpty)
        && open.isEmpty();
  }

  @Override
  public void put(LaneState next) {
    state = next;
  }

  @Override
  public void put(BatchProgress next) {
    progress.put(next.batch(), next);
  }

  @Override
  public Optional<BatchTerms> terms(BatchId batch) {
    return Optional.ofNullable(terms.get(batch));
  }

  @Override
  public void put(BatchTerms agreed) {
    terms.put(agreed.batch(), agreed);
  }

  @Override
  public void finish(BatchId batch, Instant now) {
    terms.remove(batch);
    progress.remove(batch);
    finished.add(batch);
  }

  @Override
  public boolean isFinished(BatchId batch) {
    return finished.contains(batch);
  }

  @Override
  public void queueFresh(int queue, CallId id, QueuedCall call) {
    fresh
        .computeIfAbsent(new Queue(id.batch(), queue), any -> new TreeMap<>())
        .put(id.row(), new Waiting(id, null, call));
  }

  @Override
  public Optional<Waiting> takeFresh(BatchId batch, int queue, long row) {
    TreeMap<Long, Waiting> waiting = fresh.getOrDefault(new Queue(batch, queue), new TreeMap<>());
    return Optional.ofNullable(waiting.higherKey(row)).map(waiting::remove);
  }

  @Override
  public void queueCallback(int queue, Instant due, CallId id, QueuedCall call) {
    callbacksOf(id.batch(), queue).add(new Waiting(id, due, call));
  }

  @Override
  public Optional<Waiting> firstCallback(BatchId batch, int queue, Waiting from) {
    TreeSet<Waiting> waiting = callbacksOf(batch, queue);
    return Optional.ofNullable(
        from == null ? waiting.stream().findFirst().orElse(null) : waiting.higher(from));
  }

  @Override
  public void removeCallback(int queue, Waiting callback) {
    callbacksOf(callback.id().batch(), queue).remove(callback);
  }

  private TreeSet<Waiting> callbacksOf(BatchId batch, int queue) {
    return callbacks.computeIfAbsent(new Queue(batch, queue), any -> new TreeSet<>(ORDER));
  }

  @Override
  public DoNotCall doNotCall(PhoneNumber number) {
    return doNotCall.getOrDefault(number, DoNotCall.NONE);
  }

  @Override
  public void put(PhoneNumber number, DoNotCall entries) {
    doNotCall.put(number, entries);
  }

  @Override
  public NumberHistory history(PhoneNumber number) {
    return histories.getOrDefault(number, NumberHistory.NONE);
  }

  @Override
  public void put(PhoneNumber number, NumberHistory history) {
    histories.put(number, history);
  }

  @Override
  public void put(OpenCall call) {
    open.put(call.attempt().call(), call);
  }

  @Override
  public void close(CallId id) {
    open.remove(id);
  }
}
