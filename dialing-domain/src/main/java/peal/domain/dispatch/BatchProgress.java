package peal.domain.dispatch;

import java.time.Instant;
import peal.domain.BatchId;

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
    Instant pauseAsOf) {
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
    return new BatchProgress(batch, now, Phase.FILLING, 0, 0, 0, 0, false, null);
  }

  BatchProgress in(Phase next) {
    return new BatchProgress(
        batch, since, next, rows, lastRow, takenRow, settled, paused, pauseAsOf);
  }

  BatchProgress received(long row) {
    return new BatchProgress(
        batch, since, phase, rows + 1, row, takenRow, settled, paused, pauseAsOf);
  }

  BatchProgress taken(long row) {
    return new BatchProgress(batch, since, phase, rows, lastRow, row, settled, paused, pauseAsOf);
  }

  BatchProgress oneSettled() {
    return new BatchProgress(
        batch, since, phase, rows, lastRow, takenRow, settled + 1, paused, pauseAsOf);
  }

  BatchProgress paused(boolean now, Instant asOf) {
    return new BatchProgress(batch, since, phase, rows, lastRow, takenRow, settled, now, asOf);
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
