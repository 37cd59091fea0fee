package peal.testkit.build;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.testkit.ManualClock;

/**
 * Builds a batch and everything that ingest says of it. Row n has the number {@code +1555} and n in
 * seven digits, so every row has a number of its own.
 */
public final class BatchBuilder {
  private final BatchId id;
  private WorkspaceId workspace = new WorkspaceId("ws");
  private int lanes = 1;
  private long rows = 1;
  private Instant at = ManualClock.START;
  private Instant scheduledAt;
  private RetryPlan callbacks;
  private CallingAgent agent = CallingAgentBuilder.callingAgent().build();

  private BatchBuilder(String token) {
    this.id = BatchId.ofToken(token);
  }

  /** Begins a batch {@code batch_<token>} of one row in the workspace {@code ws}. */
  public static BatchBuilder batch(String token) {
    return new BatchBuilder(token);
  }

  /** Puts it into another workspace. */
  public BatchBuilder in(String workspaceId) {
    workspace = new WorkspaceId(workspaceId);
    return this;
  }

  /** Sets how many lanes its workspace has. */
  public BatchBuilder lanes(int count) {
    lanes = count;
    return this;
  }

  /** Sets how many rows it has. */
  public BatchBuilder rows(long count) {
    rows = count;
    return this;
  }

  /** Sets when everything about it is said. */
  public BatchBuilder at(Instant time) {
    at = time;
    return this;
  }

  /** Sets when its first dial may be. */
  public BatchBuilder scheduledAt(Instant time) {
    scheduledAt = time;
    return this;
  }

  /** Sets when its calls are dialed again. */
  public BatchBuilder callbacks(int maxAttempts, Duration... gaps) {
    callbacks = RetryPlan.smartCallback(maxAttempts, List.of(gaps));
    return this;
  }

  /** Sets who calls. */
  public BatchBuilder agent(CallingAgent who) {
    agent = who;
    return this;
  }

  /** The batch's id. */
  public BatchId id() {
    return id;
  }

  /** Lane {@code index} of its workspace. */
  public Lane lane(int index) {
    return new Lane(workspace, index);
  }

  /** The number of a row. */
  public PhoneNumber number(long row) {
    return new PhoneNumber("+1555%07d".formatted(row));
  }

  /** The lane in which a row lies. */
  public Lane laneOf(long row) {
    return Lane.of(workspace, number(row), lanes);
  }

  /** The call that a row becomes. */
  public CallId call(long row) {
    return CallId.ofRow(id, laneOf(row).index(), row);
  }

  /** The opening, as it is said to lane {@code index}; it has ten minutes to be sealed. */
  public BatchOpened opened(int index) {
    return new BatchOpened(
        id,
        at,
        null,
        agent,
        rows,
        laneTotal(index),
        at.plus(Duration.ofMinutes(10)),
        scheduledAt,
        callbacks);
  }

  /** A row with the variables {@code first_name=Row<n>}. */
  public CallQueued queued(long row) {
    return new CallQueued(call(row), at, number(row), Map.of("first_name", "Row" + row));
  }

  /** Every row of lane {@code index}, in file order. */
  public List<CallQueued> queuedIn(int index) {
    return rowsIn(index).mapToObj(this::queued).toList();
  }

  /** The seal, as it is said to lane {@code index}. */
  public BatchSealed sealed(int index) {
    return new BatchSealed(id, at, laneTotal(index));
  }

  /** A client's wish to cancel, {@code later} than the batch. */
  public BatchCancelled cancelled(Duration later) {
    return new BatchCancelled(id, at.plus(later));
  }

  private long laneTotal(int index) {
    return rowsIn(index).count();
  }

  private LongStream rowsIn(int index) {
    return LongStream.rangeClosed(1, rows).filter(row -> laneOf(row).index() == index);
  }
}
