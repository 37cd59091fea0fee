package peal.domain.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;

/**
 * A lane's open calls in memory: by batch, counted by state, and ordered by when they must be
 * looked at. Used by one thread.
 */
public final class OpenCalls {
  /** Asks without an answer after which a person should look. */
  private static final int IN_VAIN = 3;

  private final Map<String, Map<CallId, OpenCall>> byToken = new HashMap<>();
  private final Map<PhoneNumber, Set<CallId>> byNumber = new HashMap<>();
  private final DueIndex<CallId> looks = new DueIndex<>();
  private final Map<Queue, DueIndex<CallId>> deferred = new HashMap<>();

  /** How many of a batch are out, whatever zones they ring in; none where there is no entry. */
  private final Map<String, Integer> outOf = new HashMap<>();

  private int size;
  private int requested;
  private int placed;
  private int unanswered;

  /** A batch's calls that ring in the same zones. */
  private record Queue(String token, String zones) {
    static Queue of(OpenCall call) {
      return new Queue(call.attempt().call().token(), ZoneRows.named(call.call().zones()));
    }
  }

  OpenCalls() {}

  boolean isEmpty() {
    return size == 0;
  }

  Optional<OpenCall> get(CallId id) {
    return Optional.ofNullable(byToken.getOrDefault(id.token(), Map.of()).get(id));
  }

  /** Those of a batch; a snapshot. */
  Collection<OpenCall> of(BatchId batch) {
    return List.copyOf(byToken.getOrDefault(batch.token(), Map.of()).values());
  }

  /** Those to a number, whatever batches they are of; a snapshot. */
  Collection<OpenCall> of(PhoneNumber number) {
    return byNumber.getOrDefault(number, Set.of()).stream()
        .map(id -> get(id).orElseThrow())
        .toList();
  }

  /** Whether a batch has none. */
  boolean none(BatchId batch) {
    return !byToken.containsKey(batch.token());
  }

  int out() {
    return requested + placed;
  }

  /** Of a batch. */
  int out(BatchId batch) {
    return outOf.getOrDefault(batch.token(), 0);
  }

  /** Of a batch, those that came back undialed and wait for another slot. */
  int heldBack(BatchId batch) {
    return byToken.getOrDefault(batch.token(), Map.of()).size() - out(batch);
  }

  /** Attempts that workers were asked to dial and have not. */
  public int requested() {
    return requested;
  }

  /** Attempts that the carrier has. */
  public int placed() {
    return placed;
  }

  /** Attempts that came back undialed and wait for another slot. */
  public int heldBack() {
    return size - out();
  }

  /** Those that were asked about {@value #IN_VAIN} times or more since the last word of them. */
  public int unanswered() {
    return unanswered;
  }

  /**
   * The call of {@code batch} that rings in {@code zones}, was held back and may be requested again
   * first.
   */
  Optional<HeldBack> firstHeldBack(BatchId batch, String zones) {
    DueIndex<CallId> calls = deferred.get(new Queue(batch.token(), zones));
    return calls == null
        ? Optional.empty()
        : calls.first().flatMap(this::get).map(HeldBack.class::cast);
  }

  /** Requested and placed calls that must be looked at, earliest first, at most {@code most}. */
  List<OpenCall> due(Instant now, int most) {
    return looks.due(now, most).stream().map(id -> get(id).orElseThrow()).toList();
  }

  /** All that are not to be looked at before a time after {@code most}; a snapshot. */
  List<OpenCall> lookedAtAfter(Instant most) {
    return byToken.values().stream()
        .flatMap(calls -> calls.values().stream())
        .filter(call -> call.lookAt().isAfter(most))
        .toList();
  }

  /** When the first requested or placed call must be looked at. */
  Optional<Instant> nextLook() {
    return looks.firstTime();
  }

  void put(OpenCall call) {
    CallId id = call.attempt().call();
    remove(id);
    byToken.computeIfAbsent(id.token(), token -> new LinkedHashMap<>()).put(id, call);
    byNumber.computeIfAbsent(call.call().number(), any -> new LinkedHashSet<>()).add(id);
    size++;
    count(call, 1);
    if (call instanceof HeldBack) {
      deferred.computeIfAbsent(Queue.of(call), queue -> new DueIndex<>()).put(id, call.lookAt());
    } else {
      looks.put(id, call.lookAt());
    }
  }

  void remove(CallId id) {
    Map<CallId, OpenCall> calls = byToken.getOrDefault(id.token(), Map.of());
    if (!calls.containsKey(id)) {
      return;
    }
    OpenCall gone = calls.remove(id);
    count(gone, -1);
    size--;
    byNumber.computeIfPresent(
        gone.call().number(),
        (number, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
    if (calls.isEmpty()) {
      byToken.remove(id.token());
    }
    looks.remove(id);
    deferred.computeIfPresent(
        Queue.of(gone),
        (queue, waiting) -> {
          waiting.remove(id);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  private void count(OpenCall call, int by) {
    if (!(call instanceof HeldBack)) {
      outOf.merge(call.attempt().call().token(), by, (n, m) -> n + m == 0 ? null : n + m);
    }
    switch (call) {
      case Requested r -> {
        requested += by;
        unanswered += r.asks() >= IN_VAIN ? by : 0;
      }
      case Placed p -> {
        placed += by;
        unanswered += p.asks() >= IN_VAIN ? by : 0;
      }
      case HeldBack h -> {
        // What is left of all.
      }
    }
  }
}
