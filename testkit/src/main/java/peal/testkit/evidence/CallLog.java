package peal.testkit.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.hours.CallingHours;

/**
 * What Peal itself wrote down of calls in its topics. It is the word of the one who is judged, so
 * the promises believe of it only what the carrier's ledger bears out; what a batch was started
 * with is the client's word, and binds.
 *
 * @param sentAt when the order for an attempt left for the carrier, by the attempt's id; attempts
 *     whose worker was killed, or never heard the carrier's answer, are not in it
 * @param workers which worker placed an attempt, by the attempt's id; as little of those
 * @param neverHeardOf how many requests for an attempt the carrier had never heard of when their
 *     time was over, so that each allowed one more
 * @param callbacks what was decided after an attempt, by that attempt's id
 * @param retries the terms of batches whose calls are to be dialed again, by the batch's token
 * @param hours when calls of a batch may be made, by the batch's token
 * @param zones in which zones a row may ring, by the call's id; rows of which nobody asked are not
 *     in it
 * @param requestedAllTheSame attempts that were requested by a lane which had read that nobody may
 *     call the number, by their ids
 */
public record CallLog(
    Map<String, Instant> sentAt,
    Map<String, String> workers,
    Map<String, Integer> neverHeardOf,
    Map<String, Callback> callbacks,
    Map<String, RetryPlan> retries,
    Map<String, CallingHours> hours,
    Map<String, String> zones,
    List<String> requestedAllTheSame) {
  /** Nobody read it. */
  public static final CallLog UNREAD =
      new CallLog(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** A run of which nobody asks for do-not-call entries. */
  public CallLog(
      Map<String, Instant> sentAt,
      Map<String, String> workers,
      Map<String, Integer> neverHeardOf,
      Map<String, Callback> callbacks,
      Map<String, RetryPlan> retries,
      Map<String, CallingHours> hours,
      Map<String, String> zones) {
    this(sentAt, workers, neverHeardOf, callbacks, retries, hours, zones, List.of());
  }

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
    workers = Map.copyOf(workers);
    neverHeardOf = Map.copyOf(neverHeardOf);
    callbacks = Map.copyOf(callbacks);
    retries = Map.copyOf(retries);
    hours = Map.copyOf(hours);
    zones = Map.copyOf(zones);
    requestedAllTheSame = List.copyOf(requestedAllTheSame);
  }

  /** When calls of a batch may be made; empty for at any time. */
  public Optional<CallingHours> hours(String token) {
    return Optional.ofNullable(hours.get(token));
  }

  /** In which zones a call may ring, where its batch asked. */
  public Optional<String> zones(String callId) {
    return Optional.ofNullable(zones.get(callId));
  }

  /** When the order for an attempt left, where that is known. */
  public Optional<Instant> sentAt(String attemptId) {
    return Optional.ofNullable(sentAt.get(attemptId));
  }

  /** Who placed an attempt, where that is known. */
  public Optional<String> worker(String attemptId) {
    return Optional.ofNullable(workers.get(attemptId));
  }

  /** How many requests for an attempt are excused, for the carrier never heard of them. */
  public int neverHeardOf(String attemptId) {
    return neverHeardOf.getOrDefault(attemptId, 0);
  }

  /** What was decided after an attempt, where it was to dial once more. */
  public Optional<Callback> callbackAfter(AttemptId attempt) {
    return Optional.ofNullable(callbacks.get(attempt.toString()));
  }

  /** When calls of a batch are to be dialed again; empty for never. */
  public Optional<RetryPlan> retries(String token) {
    return Optional.ofNullable(retries.get(token));
  }
}
