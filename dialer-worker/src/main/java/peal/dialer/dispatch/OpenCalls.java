package peal.dialer.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.CallId;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;

/**
 * A lane's open calls in memory, counted by state and ordered by when they must be looked at. Used
 * by one thread.
 */
final class OpenCalls {
  /** Asks without an answer after which a person should look. */
  private static final int IN_VAIN = 3;

  private final Map<CallId, OpenCall> open = new LinkedHashMap<>();
  private final TreeMap<Instant, Integer> looks = new TreeMap<>();
  private final TreeMap<Instant, Map<CallId, HeldBack>> heldBack = new TreeMap<>();
  private int requested;
  private int placed;
  private int unanswered;

  boolean isEmpty() {
    return open.isEmpty();
  }

  Optional<OpenCall> get(CallId id) {
    return Optional.ofNullable(open.get(id));
  }

  Collection<OpenCall> all() {
    return List.copyOf(open.values());
  }

  int out() {
    return requested + placed;
  }

  int requested() {
    return requested;
  }

  int placed() {
    return placed;
  }

  int heldBack() {
    return open.size() - out();
  }

  /** Those that were asked about {@value #IN_VAIN} times or more since the last word of them. */
  int unanswered() {
    return unanswered;
  }

  Optional<HeldBack> firstHeldBack() {
    return heldBack.isEmpty()
        ? Optional.empty()
        : heldBack.firstEntry().getValue().values().stream().findFirst();
  }

  Instant nextLook() {
    return looks.isEmpty() ? Instant.MAX : looks.firstKey();
  }

  void put(OpenCall call) {
    remove(call.attempt().call());
    index(call);
  }

  private void index(OpenCall call) {
    CallId id = call.attempt().call();
    open.put(id, call);
    unanswered += inVain(call);
    switch (call) {
      case HeldBack back ->
          heldBack.computeIfAbsent(back.lookAt(), at -> new LinkedHashMap<>()).put(id, back);
      case Requested r -> {
        requested++;
        looks.merge(call.lookAt(), 1, Integer::sum);
      }
      case Placed p -> {
        placed++;
        looks.merge(call.lookAt(), 1, Integer::sum);
      }
    }
  }

  void remove(CallId id) {
    OpenCall before = open.remove(id);
    unanswered -= inVain(before);
    switch (before) {
      case null -> {
        // Not open until now.
      }
      case HeldBack back ->
          heldBack.computeIfPresent(
              back.lookAt(),
              (at, calls) -> {
                calls.remove(id);
                return calls.isEmpty() ? null : calls;
              });
      case Requested r -> {
        requested--;
        looks.computeIfPresent(before.lookAt(), (at, n) -> n == 1 ? null : n - 1);
      }
      case Placed p -> {
        placed--;
        looks.computeIfPresent(before.lookAt(), (at, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  private static int inVain(OpenCall call) {
    return switch (call) {
      case Requested r when r.asks() >= IN_VAIN -> 1;
      case Placed p when p.asks() >= IN_VAIN -> 1;
      case null -> 0;
      case Requested r -> 0;
      case Placed p -> 0;
      case HeldBack h -> 0;
    };
  }
}
