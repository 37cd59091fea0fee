package peal.testkit.evidence;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NeverHeardOf;

/**
 * What Peal itself wrote down of calls, in {@code call-events}. It is the word of the one who is
 * judged, so the promises believe of it only what the carrier's ledger bears out.
 *
 * @param sentAt when the order for an attempt left for the carrier, by the attempt's id; attempts
 *     whose worker was killed, or never heard the carrier's answer, are not in it
 * @param neverHeardOf how often the carrier said of an attempt that it had never heard of it
 * @param callbacks what was decided after an attempt, by that attempt's id
 */
public record CallLog(
    Map<String, Instant> sentAt,
    Map<String, Integer> neverHeardOf,
    Map<String, Callback> callbacks) {
  /** Nobody read it. */
  public static final CallLog UNREAD = new CallLog(Map.of(), Map.of(), Map.of());

  /**
   * A decision to dial once more.
   *
   * @param after how the attempt before had ended
   * @param dueAt not before this
   */
  public record Callback(Outcome after, Instant dueAt) {}

  /** Copies the maps. */
  public CallLog {
    sentAt = Map.copyOf(sentAt);
    neverHeardOf = Map.copyOf(neverHeardOf);
    callbacks = Map.copyOf(callbacks);
  }

  /** When the order for an attempt left, where that is known. */
  public Optional<Instant> sentAt(String attemptId) {
    return Optional.ofNullable(sentAt.get(attemptId));
  }

  /** How often the carrier had never heard of an attempt. */
  public int neverHeardOf(String attemptId) {
    return neverHeardOf.getOrDefault(attemptId, 0);
  }

  /** What was decided after an attempt, where it was to dial once more. */
  public Optional<Callback> callbackAfter(AttemptId attempt) {
    return Optional.ofNullable(callbacks.get(attempt.toString()));
  }

  /** Reads events one by one, in the order of their lane. Not thread-safe. */
  public static final class Reading {
    private final Set<String> tokens;
    private final Map<String, Instant> sentAt = new HashMap<>();
    private final Map<String, Integer> neverHeardOf = new HashMap<>();
    private final Map<String, Callback> callbacks = new HashMap<>();

    /** Will keep what is about {@code batches} and pass over the rest. */
    public Reading(Set<BatchId> batches) {
      this.tokens = batches.stream().map(BatchId::token).collect(Collectors.toUnmodifiableSet());
    }

    /** Takes the next event; of two that say the same of one attempt, the first counts. */
    public void add(CallEvent event) {
      switch (event) {
        case Dialing dialing when wanted(dialing.attempt().call()) && dialing.sentAt() != null ->
            sentAt.putIfAbsent(dialing.attempt().toString(), dialing.sentAt());
        case NeverHeardOf lost when wanted(lost.attempt().call()) ->
            neverHeardOf.merge(lost.attempt().toString(), 1, Integer::sum);
        case CallbackScheduled next when wanted(next.call()) ->
            callbacks.putIfAbsent(
                new AttemptId(next.call(), next.attempts()).toString(),
                new Callback(next.outcome(), next.dueAt()));
        default -> {
          // Nothing that a promise asks for.
        }
      }
    }

    private boolean wanted(CallId call) {
      return tokens.contains(call.token());
    }

    /** What came so far. */
    public CallLog log() {
      return new CallLog(sentAt, neverHeardOf, callbacks);
    }
  }
}
