package peal.domain.dispatch;

import java.time.Instant;
import peal.domain.BatchId;
import peal.domain.PlanRevision;

/**
 * How far a batch has come in a lane.
 *
 * @param batch the batch
 * @param since when the lane first heard of it
 * @param phase what may happen to it
 * @param rows rows received
 * @param lastRow highest row number received; a row at or below it is a repeat
 * @param takenRow highest row number taken from the queue
 * @param settled calls that have ended
 * @param paused whether nothing is dialed for now, by a client's wish
 * @param pauseAsOf when the newest such wish was said, or null
 * @param lastSlot its last slot, where it has a pace of its own; ms once it was stored; else null
 * @param change the plan that it goes by; null for the one that it started with
 */
public record BatchProgress(
    BatchId batch,
    Instant since,
    Phase phase,
    long rows,
    long lastRow,
    long takenRow,
    long settled,
    boolean paused,
    Instant pauseAsOf,
    Instant lastSlot,
    PlanRevision change) {
  /** What may happen to a batch in a lane. */
  public enum Phase {
    /** Rows may come; nothing is dialed. */
    FILLING,
    /** Every row is durable: dial. */
    SEALED,
    /** Cancelled: nothing new is dialed, what waits is swept away. */
    STOPPED,
    /** Never sealed in time: nothing was dialed, what waits is swept away. */
    EXPIRED
  }

  static BatchProgress begin(BatchId batch, Instant now) {
    return new BatchProgress(batch, now, Phase.FILLING, 0, 0, 0, 0, false, null, null, null);
  }

  BatchProgress in(Phase next) {
    return with(next, rows, lastRow, takenRow, settled, lastSlot);
  }

  BatchProgress received(long row) {
    return with(phase, rows + 1, row, takenRow, settled, lastSlot);
  }

  BatchProgress taken(long row) {
    return with(phase, rows, lastRow, row, settled, lastSlot);
  }

  BatchProgress oneSettled() {
    return with(phase, rows, lastRow, takenRow, settled + 1, lastSlot);
  }

  BatchProgress slotGiven(Instant slot) {
    return with(phase, rows, lastRow, takenRow, settled, slot);
  }

  private BatchProgress with(
      Phase phase, long rows, long lastRow, long takenRow, long settled, Instant lastSlot) {
    return new BatchProgress(
        batch, since, phase, rows, lastRow, takenRow, settled, paused, pauseAsOf, lastSlot, change);
  }

  BatchProgress paused(boolean now, Instant asOf) {
    return new BatchProgress(
        batch, since, phase, rows, lastRow, takenRow, settled, now, asOf, lastSlot, change);
  }

  BatchProgress changed(PlanRevision next) {
    return new BatchProgress(
        batch, since, phase, rows, lastRow, takenRow, settled, paused, pauseAsOf, lastSlot, next);
  }

  /** Which revision of its plan it goes by. */
  int revision() {
    return change == null ? PlanRevision.FIRST : change.revision();
  }

  /** Whether a wish of {@code asOf} is older than one that was heard. */
  boolean heardLaterThan(Instant asOf) {
    return pauseAsOf != null && asOf.isBefore(pauseAsOf);
  }

  /** Whether rows wait that were never dialed. */
  boolean hasFresh() {
    return lastRow > takenRow;
  }

  /** Whether what waits is to be thrown away. */
  boolean swept() {
    return phase == Phase.STOPPED || phase == Phase.EXPIRED;
  }
}
