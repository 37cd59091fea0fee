package peal.domain.dispatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
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
  private final Map<CallId, Late> callbacks = new HashMap<>();
  LaneState state = LaneState.NEW;

  private record Queue(BatchId batch, int number) {}

  private record Late(int queue, Waiting waiting) {}

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
        && callbacks.isEmpty()
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
    callbacks.put(id, new Late(queue, new Waiting(id, due, call)));
  }

  @Override
  public Optional<Waiting> firstCallback(BatchId batch, int queue, Waiting from) {
    return callbacks.values().stream()
        .filter(late -> late.queue() == queue)
        .map(Late::waiting)
        .filter(waiting -> waiting.id().batch().equals(batch))
        .filter(waiting -> from == null || ORDER.compare(waiting, from) > 0)
        .min(ORDER);
  }

  @Override
  public void removeCallback(int queue, Waiting callback) {
    callbacks.remove(callback.id());
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
