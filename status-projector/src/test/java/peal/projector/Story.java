package peal.projector;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import peal.domain.AttemptId;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.RowReading;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.PauseApplied;
import peal.domain.event.CallQueued;

/** Events of one batch, with times in seconds after {@link #START}. */
public record Story(BatchId batch, int lane) {
  public static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
  public static final WorkspaceId WORKSPACE = new WorkspaceId("ws-1");
  private static final CallingAgent AGENT =
      new CallingAgent(
          "agent_1", "Ann", null, null, null, null, "Say hello.", null, Map.of(), number(0), 60);

  private static final RowReading READING =
      new RowReading("US", "skip", false, false, false, false, Map.of("first_name", 1), 10);

  public static Story of(String token, int lane) {
    return new Story(BatchId.ofToken(token), lane);
  }

  public static Lane lane(int index) {
    return new Lane(WORKSPACE, index);
  }

  public static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1_000));
  }

  public static PhoneNumber number(long row) {
    return new PhoneNumber("+1555" + (1_000_000 + row));
  }

  public CallId call(long row) {
    return CallId.ofRow(batch, lane, row);
  }

  public BatchOpened opened(long total, long laneTotal) {
    return opened(total, laneTotal, List.of("first_name"));
  }

  /** Of a file with these columns. */
  public BatchOpened opened(long total, long laneTotal, List<String> columns) {
    return new BatchOpened(
        batch, at(0), "spring", AGENT, total, laneTotal, at(60), false, columns, BatchPlan.USUAL);
  }

  /** Of rows that take so many bytes. */
  public BatchOpened openedWith(long total, long rowBytes) {
    return new BatchOpened(
        batch,
        at(0),
        null,
        AGENT,
        total,
        total,
        at(60),
        false,
        null,
        BatchPlan.USUAL,
        null,
        null,
        rowBytes);
  }

  public BatchOpened scheduled(long total, double at) {
    return new BatchOpened(batch, at(0), null, AGENT, total, total, at(60), at(at), null);
  }

  /** Of a single call, which is a batch of one row in one lane. */
  public BatchOpened openedAlone() {
    return new BatchOpened(batch, at(0), null, AGENT, 1, 1, at(60), true, null, BatchPlan.USUAL);
  }

  public BatchSealed sealed(long laneTotal) {
    return new BatchSealed(batch, at(1), laneTotal);
  }

  /** Kept open for more rows than these, which all lie in the first lane. */
  public BatchOpened keptOpen(long total) {
    return opened(total, total).keptOpen(extent(0, total, false), READING);
  }

  /** What is added later makes it {@code total} rows, all in the first lane. */
  public BatchExtended extended(double at, int number, long total, boolean closed) {
    return new BatchExtended(batch, at(at), extent(number, total, closed));
  }

  private static BatchExtent extent(int number, long total, boolean closed) {
    return new BatchExtent(number, 1, total, List.of(total), closed, 10 * total);
  }

  public CallQueued row(long row) {
    return new CallQueued(call(row), at(0.5), number(row), Map.of("first_name", "N" + row));
  }

  /** A row to somebody who is in other rows, too. */
  public CallQueued row(long row, PhoneNumber number) {
    return new CallQueued(call(row), at(0.5), number, Map.of());
  }

  public Dialing dialing(long row, int attempt, double at) {
    return new Dialing(new AttemptId(call(row), attempt), at(at), "w1");
  }

  public Ended ended(long row, int attempt, double at, Outcome outcome, Double talkSeconds) {
    String said = talkSeconds == null ? null : "hello from " + attempt;
    return new Ended(new AttemptId(call(row), attempt), at(at), outcome, talkSeconds, said, null);
  }

  public CallbackScheduled callback(
      long row, int attempts, double at, Outcome outcome, double due) {
    return new CallbackScheduled(call(row), at(at), attempts, outcome, at(due));
  }

  public CallSettled settled(long row, int attempts, double at, Outcome outcome) {
    return new CallSettled(call(row), at(at), attempts, outcome);
  }

  public CallSettled skipped(long row, int attempts, double at, String rule) {
    return new CallSettled(call(row), at(at), attempts, null, rule);
  }

  public PauseApplied paused(double at, boolean paused) {
    return new PauseApplied(batch, at(at), paused, at(at));
  }

  /** Paused in this lane, where some lane found at {@code found} that too many had failed. */
  public PauseApplied tripped(double at, double found) {
    PausedBy why = PausedBy.of(13, 20, at(found));
    return new PauseApplied(batch, at(at), true, at(found), why);
  }

  public ChangeApplied changed(double at, PlanRevision change) {
    return new ChangeApplied(batch, at(at), change);
  }

  public BatchStopped stopped(double at, Long... out) {
    return new BatchStopped(batch, at(at), List.of(out).stream().map(this::call).toList());
  }

  public BatchStopped ended(double at, Long... out) {
    return new BatchStopped(
        batch, at(at), List.of(out).stream().map(this::call).toList(), BatchStopped.Why.ENDED);
  }

  public BatchExpired expired(double at) {
    return new BatchExpired(batch, at(at));
  }
}
