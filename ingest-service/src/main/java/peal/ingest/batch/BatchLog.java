package peal.ingest.batch;

import java.time.Instant;
import java.util.Map;
import peal.domain.Lane;
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

  /** The rows of one batch, written by one thread in file order. */
  interface Rows {
    /** Writes a row, waiting while too many are on their way. */
    void write(Lane lane, CallQueued row) throws LogUnavailable;

    /** Waits until every row is durable. */
    void finish() throws LogUnavailable;
  }
}
