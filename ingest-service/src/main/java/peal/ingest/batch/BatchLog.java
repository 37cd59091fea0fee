package peal.ingest.batch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;

/**
 * Where batches are written. The order is open, rows, seal; nobody is dialed before the seal, so
 * whatever fails before it has started nothing. Thread-safe.
 */
public interface BatchLog {
  /** Announces a batch to its lanes; returns once every lane's record is durable. */
  void open(Map<Lane, BatchOpened> opened) throws LogUnavailable;

  /**
   * Begins to write rows.
   *
   * @param bulk whether the batch is so big that others should go first
   */
  Rows rows(boolean bulk);

  /**
   * Seals the batch in all lanes at once, or in none.
   *
   * @param latest must not hold later than this
   * @throws LogUnavailable when it certainly was not sealed
   * @throws SealUnknown when nobody can tell
   */
  void seal(Map<Lane, BatchSealed> sealed, Instant latest) throws LogUnavailable, SealUnknown;

  /**
   * Takes a claim: from now on no earlier try of it can seal anything, and it is known for certain
   * whether one has.
   *
   * @param lane a lane that every try of this claim seals
   * @throws LogUnavailable when that could not be made sure
   */
  Claimed claim(Claim claim, Lane lane) throws LogUnavailable;

  /**
   * Takes a batch that is kept open: from now on no earlier change of its extent can be written,
   * and it is known what was.
   *
   * @param claim of the request, if it may come more than once
   * @param readTo what was written of the batch's first lane before this offset is known
   * @throws LogUnavailable when that could not be made sure
   * @throws RowsInProgress when others had it here for too long
   */
  Extending extend(WorkspaceId workspace, BatchId batch, Optional<Claim> claim, long readTo)
      throws LogUnavailable, RowsInProgress;

  /** A batch that was taken, until somebody else takes it. */
  interface Extending extends AutoCloseable {
    /** How far its rows reach by what was written since, if anything was. */
    Optional<BatchExtent> newest();

    /** What an earlier try of the claim has written, if one has. */
    Optional<BatchExtent> earlier();

    /**
     * Writes rows, and how far all reach with them, in all lanes or in none.
     *
     * @param bulk whether others' rows should go first
     * @return how far they reach: as it was said, or as another try of the claim has written it
     * @throws LogUnavailable when certainly nothing was written
     * @throws RowsInProgress likewise, because somebody else has taken the batch
     * @throws SealUnknown when nobody can tell
     */
    BatchExtent write(List<LaneRow> rows, boolean bulk, Map<Lane, BatchExtended> extended)
        throws LogUnavailable, RowsInProgress, SealUnknown;

    @Override
    void close();
  }

  /** A row, and the lane that it goes to. */
  record LaneRow(Lane lane, CallQueued row) {}

  /** Seals a batch, as {@link BatchLog#seal} does. */
  @FunctionalInterface
  interface Seal {
    /** Seals the batch in all lanes at once, or in none. */
    void seal(Map<Lane, BatchSealed> sealed, Instant latest) throws LogUnavailable, SealUnknown;
  }

  /** A claim that was taken, until the next try takes it. */
  interface Claimed extends Seal, AutoCloseable {
    /** The batch that an earlier try has sealed, if one has. */
    Optional<BatchId> earlier();

    @Override
    void close();
  }

  /** The rows of one batch, written by one thread in file order. */
  interface Rows {
    /** Writes a row, waiting while too many are on their way. */
    void write(Lane lane, CallQueued row) throws LogUnavailable;

    /** Waits until every row is durable. */
    void finish() throws LogUnavailable;
  }
}
