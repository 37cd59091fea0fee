package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import peal.domain.BatchId;
import peal.domain.PausedBy;
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
 * @param paused whether nothing is dialed for now, by a client's wish or because too much failed
 * @param pauseAsOf when the newest such wish was said, also to go on, or null
 * @param queues how far each zone's rows have come, in the order in which zones were first seen;
 *     null where all rows wait in one queue, which {@code lastRow} and {@code takenRow} tell of
 * @param lastSlot its last slot, where it has a pace of its own; ms once it was stored; else null
 * @param change the plan that it goes by; null for the one that it started with
 * @param extent how far its rows reach here, where it was kept open; else null
 * @param recent its attempts that ended lately, where its plan wants them judged; else null
 * @param pausedBy why it is paused; null where a client wanted it, or it is not
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
    List<ZoneRows> queues,
    Instant lastSlot,
    PlanRevision change,
    Extent extent,
    RecentEnds recent,
    PausedBy pausedBy) {
  /**
   * How far the rows of a batch that is kept open reach in a lane.
   *
   * @param number which extension said so; 0 for the start
   * @param laneTotal rows in this lane
   * @param closed whether no more can come
   */
  public record Extent(int number, long laneTotal, boolean closed) {}

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
    return new BatchProgress(
        batch, now, Phase.FILLING, 0, 0, 0, 0, false, null, null, null, null, null, null, null);
  }

  BatchProgress in(Phase next) {
    return with(next, rows, lastRow, takenRow, settled, queues, lastSlot);
  }

  /** A row has come; where nobody will take it, it counts as taken. */
  BatchProgress received(long row, String zones, boolean queued) {
    boolean one = queues == null && zones == null;
    long taken = one && !queued ? row : takenRow;
    List<ZoneRows> next = one ? null : received(row, ZoneRows.named(zones), queued ? 0 : row);
    return with(phase, rows + 1, row, taken, settled, next, lastSlot);
  }

  private List<ZoneRows> received(long row, String zones, long taken) {
    List<ZoneRows> next = new ArrayList<>();
    if (queues != null) {
      next.addAll(queues);
    } else if (rows > 0) {
      next.add(new ZoneRows("", lastRow, takenRow));
    }
    int at = ZoneRows.indexOf(next, zones);
    if (at < 0) {
      next.add(new ZoneRows(zones, row, taken));
    } else {
      next.set(at, new ZoneRows(zones, row, Math.max(taken, next.get(at).takenRow())));
    }
    return List.copyOf(next);
  }

  /** Rows of {@code zones} were taken up to {@code row}. */
  BatchProgress taken(String zones, long row) {
    if (queues == null) {
      return with(phase, rows, lastRow, row, settled, null, lastSlot);
    }
    int at = ZoneRows.indexOf(queues, zones);
    List<ZoneRows> next = new ArrayList<>(queues);
    next.set(at, new ZoneRows(zones, queues.get(at).lastRow(), row));
    return with(phase, rows, lastRow, takenRow, settled, List.copyOf(next), lastSlot);
  }

  /** Every row that has come may still lie in its queue. */
  BatchProgress noneTaken() {
    List<ZoneRows> next =
        queues == null
            ? null
            : queues.stream().map(of -> new ZoneRows(of.zones(), of.lastRow(), 0)).toList();
    return with(phase, rows, lastRow, 0, settled, next, lastSlot);
  }

  BatchProgress oneSettled() {
    return with(phase, rows, lastRow, takenRow, settled + 1, queues, lastSlot);
  }

  BatchProgress slotGiven(Instant slot) {
    return with(phase, rows, lastRow, takenRow, settled, queues, slot);
  }

  private BatchProgress with(
      Phase phase,
      long rows,
      long lastRow,
      long takenRow,
      long settled,
      List<ZoneRows> queues,
      Instant lastSlot) {
    return new BatchProgress(
        batch, since, phase, rows, lastRow, takenRow, settled, paused, pauseAsOf, queues, lastSlot,
        change, extent, recent, pausedBy);
  }

  /**
   * Paused or not, as of a wish of {@code asOf}. How it went on before says nothing from then on.
   *
   * @param by why; null for a client's wish, which changes no reason that there was before
   */
  BatchProgress paused(boolean now, Instant asOf, PausedBy by) {
    return new BatchProgress(
        batch,
        since,
        phase,
        rows,
        lastRow,
        takenRow,
        settled,
        now,
        asOf,
        queues,
        lastSlot,
        change,
        extent,
        null,
        now && by == null ? pausedBy : by);
  }

  /** One of its attempts has ended. */
  BatchProgress ended(int windowSeconds, boolean failed, Instant now) {
    return new BatchProgress(
        batch,
        since,
        phase,
        rows,
        lastRow,
        takenRow,
        settled,
        paused,
        pauseAsOf,
        queues,
        lastSlot,
        change,
        extent,
        recent(windowSeconds).plus(failed, now),
        pausedBy);
  }

  /** Those that ended lately; none where they were counted in another window. */
  RecentEnds recent(int windowSeconds) {
    return recent != null && recent.windowSeconds() == windowSeconds
        ? recent
        : RecentEnds.none(windowSeconds);
  }

  BatchProgress changed(PlanRevision next) {
    return new BatchProgress(
        batch,
        since,
        phase,
        rows,
        lastRow,
        takenRow,
        settled,
        paused,
        pauseAsOf,
        queues,
        lastSlot,
        next,
        extent,
        next.plan().stopWhen() == null ? null : recent,
        pausedBy);
  }

  /** Its rows reach as far as {@code next}, unless more was heard before. */
  BatchProgress extended(Extent next) {
    return extent != null && extent.number() >= next.number()
        ? this
        : new BatchProgress(
            batch, since, phase, rows, lastRow, takenRow, settled, paused, pauseAsOf, queues,
            lastSlot, change, next, recent, pausedBy);
  }

  /** Rows that it has here, of {@code atStart} that were there when it was started. */
  long total(long atStart) {
    return extent == null ? atStart : extent.laneTotal();
  }

  /** Whether more rows may come. */
  boolean keptOpen() {
    return extent != null && !extent.closed();
  }

  /** Which revision of its plan it goes by. */
  int revision() {
    return change == null ? PlanRevision.FIRST : change.revision();
  }

  /** Whether a wish of {@code asOf} is older than one that was heard. */
  boolean heardLaterThan(Instant asOf) {
    return pauseAsOf != null && asOf.isBefore(pauseAsOf);
  }

  /** How far the rows of each queue have come; none before the first row. */
  List<ZoneRows> byZones() {
    if (queues != null) {
      return queues;
    }
    return rows == 0 ? List.of() : List.of(new ZoneRows("", lastRow, takenRow));
  }

  /** How far the rows of {@code queue} have come, whose place among the batch's never changes. */
  ZoneRows of(LaneQueue queue) {
    return queues == null || queue.index() < queues.size()
        ? of(queue.index())
        : new ZoneRows(queue.zones(), 0, 0);
  }

  /** Likewise of the queue at {@code place} among {@link #byZones}. */
  ZoneRows of(int place) {
    return queues == null ? new ZoneRows("", lastRow, takenRow) : queues.get(place);
  }

  /** Whether rows wait that were never dialed. */
  boolean hasFresh() {
    return queues == null ? lastRow > takenRow : queues.stream().anyMatch(ZoneRows::hasFresh);
  }

  /** Whether what waits is to be thrown away. */
  boolean swept() {
    return phase == Phase.STOPPED || phase == Phase.EXPIRED;
  }
}
