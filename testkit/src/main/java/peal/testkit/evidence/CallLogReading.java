package peal.testkit.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.RetryPlan;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallQueued;
import peal.domain.event.Suppression;
import peal.domain.hours.CallingHours;

/**
 * Reads what Peal wrote one by one, each topic in the order of its lane, the topics in any order.
 * Not thread-safe.
 */
public final class CallLogReading {
  private final Set<String> tokens;
  private final Map<String, Instant> sentAt = new HashMap<>();
  private final Map<String, String> workers = new HashMap<>();
  private final Map<String, CallLog.Callback> callbacks = new HashMap<>();
  private final Map<String, RetryPlan> retries = new HashMap<>();
  private final Map<String, CallingHours> hours = new HashMap<>();
  private final Map<String, String> zones = new HashMap<>();
  private final OptOutAudit optOuts = new OptOutAudit();

  /** Until when each request for an attempt could be dialed. */
  private final Map<String, TreeSet<Instant>> dialBy = new HashMap<>();

  /** When the carrier had not heard of an attempt and it could be dialed again. */
  private final Map<String, List<Instant>> unheard = new HashMap<>();

  /** Will keep what is about {@code batches} and pass over the rest. */
  public CallLogReading(Set<BatchId> batches) {
    this.tokens = batches.stream().map(BatchId::token).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Takes the next record of a topic; of two that say the same of one attempt, the first counts.
   */
  public void add(Object record) {
    switch (record) {
      case Dialing dialing when wanted(dialing.attempt().call()) -> dialed(dialing);
      case NeverHeardOf lost when wanted(lost.attempt().call()) && lost.redialSafe() ->
          unheard
              .computeIfAbsent(lost.attempt().toString(), attempt -> new ArrayList<>())
              .add(lost.at());
      case CallbackScheduled next when wanted(next.call()) ->
          callbacks.putIfAbsent(
              new AttemptId(next.call(), next.attempts()).toString(),
              new CallLog.Callback(next.outcome(), next.dueAt()));
      case DialRequest dial
          when dial.kind() == DialRequest.Kind.DIAL && wanted(dial.attempt().call()) -> {
        dialBy
            .computeIfAbsent(dial.attempt().toString(), attempt -> new TreeSet<>())
            .add(dial.dialBy());
        optOuts.add(dial);
      }
      case BatchOpened opened when tokens.contains(opened.batch().token()) -> opened(opened);
      case CallQueued row when row.zones() != null && wanted(row.call()) ->
          zones.putIfAbsent(row.call().toString(), row.zones());
      default -> {
        // Nothing that a promise asks for.
      }
    }
  }

  /**
   * Takes the next record of do-not-call entries.
   *
   * @param offset where it lies on its lane's partition
   */
  public void add(WorkspaceId workspace, long offset, Suppression entry) {
    optOuts.add(workspace, offset, entry);
  }

  private void opened(BatchOpened opened) {
    String token = opened.batch().token();
    if (opened.callbacks() != null) {
      retries.putIfAbsent(token, opened.callbacks());
    }
    if (opened.hours() != null) {
      hours.putIfAbsent(token, opened.hours());
    }
  }

  private void dialed(Dialing dialing) {
    String attempt = dialing.attempt().toString();
    if (dialing.sentAt() != null) {
      sentAt.putIfAbsent(attempt, dialing.sentAt());
    }
    if (dialing.worker() != null) {
      workers.putIfAbsent(attempt, dialing.worker());
    }
  }

  private boolean wanted(CallId call) {
    return tokens.contains(call.token());
  }

  /** What came so far. */
  public CallLog log() {
    Map<String, Integer> neverHeardOf = new HashMap<>();
    unheard.forEach((attempt, times) -> neverHeardOf.put(attempt, requests(attempt, times)));
    return new CallLog(
        sentAt,
        workers,
        neverHeardOf,
        callbacks,
        retries,
        hours,
        zones,
        optOuts.requestedAllTheSame());
  }

  /**
   * How many requests of an attempt were over when the carrier had not heard of it: that it says so
   * twice of one is no word of another, and before its deadline it proves nothing.
   */
  private int requests(String attempt, List<Instant> times) {
    TreeSet<Instant> deadlines = dialBy.getOrDefault(attempt, new TreeSet<>());
    return (int) times.stream().map(deadlines::lower).filter(Objects::nonNull).distinct().count();
  }
}
