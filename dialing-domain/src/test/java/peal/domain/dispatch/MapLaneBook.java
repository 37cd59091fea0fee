package peal.domain.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Requested;

/** A lane's book in maps, the plainest that can be right. */
final class MapLaneBook implements LaneBook {
  private final Lane lane = new Lane(new WorkspaceId("ws"), 0);
  private final Map<BatchId, BatchTerms> terms = new HashMap<>();
  private final TreeMap<String, BatchProgress> progress = new TreeMap<>();
  private final Map<CallId, QueuedCall> fresh = new HashMap<>();
  private final Map<CallId, Waiting> callbacks = new HashMap<>();
  private final Map<CallId, OpenCall> open = new LinkedHashMap<>();
  private LaneState state = LaneState.NEW;

  boolean isEmpty() {
    return terms.isEmpty()
        && progress.isEmpty()
        && fresh.isEmpty()
        && callbacks.isEmpty()
        && open.isEmpty();
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
  }

  @Override
  public Collection<BatchProgress> batches() {
    return progress.values();
  }

  @Override
  public Optional<BatchProgress> progress(BatchId batch) {
    return Optional.ofNullable(progress.get(batch.value()));
  }

  @Override
  public void put(BatchProgress next) {
    progress.put(next.batch().value(), next);
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
  public void forget(BatchId batch) {
    terms.remove(batch);
    progress.remove(batch.value());
  }

  @Override
  public void queueFresh(CallId id, QueuedCall call) {
    fresh.put(id, call);
  }

  @Override
  public Optional<Waiting> firstFreshAfter(BatchId batch, long row) {
    return fresh.entrySet().stream()
        .filter(entry -> entry.getKey().batch().equals(batch) && entry.getKey().row() > row)
        .min(Comparator.comparing(entry -> entry.getKey().row()))
        .map(entry -> new Waiting(entry.getKey(), null, entry.getValue()));
  }

  @Override
  public void removeFresh(CallId id) {
    fresh.remove(id);
  }

  @Override
  public void queueCallback(Instant due, CallId id, QueuedCall call) {
    callbacks.put(id, new Waiting(id, due, call));
  }

  @Override
  public Optional<Waiting> firstCallback(BatchId batch) {
    return callbacks.values().stream()
        .filter(waiting -> waiting.id().batch().equals(batch))
        .min(Comparator.comparing(Waiting::due));
  }

  @Override
  public void removeCallback(Waiting callback) {
    callbacks.remove(callback.id());
  }

  @Override
  public Optional<OpenCall> open(CallId id) {
    return Optional.ofNullable(open.get(id));
  }

  @Override
  public Collection<OpenCall> openCalls() {
    return List.copyOf(open.values());
  }

  @Override
  public int out() {
    return (int) open.values().stream().filter(call -> !(call instanceof HeldBack)).count();
  }

  @Override
  public int requested() {
    return (int) open.values().stream().filter(Requested.class::isInstance).count();
  }

  @Override
  public Optional<HeldBack> firstHeldBack() {
    return open.values().stream()
        .filter(HeldBack.class::isInstance)
        .map(HeldBack.class::cast)
        .min(Comparator.comparing(HeldBack::lookAt));
  }

  @Override
  public Instant nextLook() {
    return open.values().stream()
        .filter(call -> !(call instanceof HeldBack))
        .map(OpenCall::lookAt)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
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
