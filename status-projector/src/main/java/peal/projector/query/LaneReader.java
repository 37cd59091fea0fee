package peal.projector.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;

/**
 * Reads one lane's store, here or at another instance. What it returns is as stored: that waiting
 * calls of a stopped lane are cancelled is for the caller to say.
 *
 * <p>Every method throws {@link LaneUnavailable} while nobody can answer for the lane.
 */
public interface LaneReader {
  /** The lane. */
  Lane lane();

  /**
   * A batch or a single call with its recently finished calls, or empty while nothing of it has
   * been read.
   */
  Optional<LaneBatch> batch(BatchId batch);

  /**
   * The newest batches of the lane, newest first, without reading them; no single call that is
   * known to be one. One that has been forgotten may be among them for a minute.
   *
   * @param limit at most this many, at least 1
   * @param before only such as are older than this one; null for all. An instance of an earlier
   *     version gives the newest of all
   */
  List<BatchId> batchIds(int limit, BatchId before);

  /**
   * Batches of the lane, newest first, as a list shows them ({@link
   * peal.projector.fold.BatchView#listed}); no single call that is known to be one.
   *
   * @param span which
   */
  List<LaneBatch> batches(BatchSpan span);

  /** What is counted over all of the lane. */
  LaneTotals totals();

  /** Attempts of batches and single calls of the lane that are out, at least 0. */
  default long attemptsOut() {
    return totals().attemptsOut();
  }

  /** The non-empty blocks of a batch, ascending. */
  List<IndexedBlock> blocks(BatchId batch);

  /**
   * Calls in row order.
   *
   * @param batch the batch
   * @param ranges rows to look at, ascending and apart
   * @param statuses stored statuses to return
   * @param limit at most this many, at least 1
   */
  List<LaneCall> calls(BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit);

  /**
   * As the other method, but no more than {@code share} of them: the first, in row order. One that
   * does not know about shares gives all of them.
   */
  default List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit, CallShare share) {
    return share.of(calls(batch, ranges, statuses, limit).iterator());
  }

  /** The rows of the calls that {@link #calls} would give, without reading what they say. */
  default List<Long> rows(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return calls(batch, ranges, statuses, limit, CallShare.ALL).stream()
        .map(call -> call.id().row())
        .toList();
  }

  /** What is known of the lane's do-not-call lists. */
  LaneLists lists();

  /** The entries of a number, on whatever lists. */
  List<ListEntry> entries(PhoneNumber number);

  /**
   * Entries of a list in the order of their numbers.
   *
   * @param after only such as are behind this one; null for all
   * @param limit at most this many, at least 1
   */
  List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit);

  /**
   * Calls to {@code number} as they are shown, those of the newest batch first; one look, which may
   * not come to the oldest. One that was made before there were such looks is unavailable.
   *
   * @param in the batch, or the single call's, to look at; null for all
   * @param before only in such as are older than this one; null for all
   */
  default NumberCalls numbered(PhoneNumber number, BatchId in, BatchId before) {
    throw new LaneUnavailable(lane(), "it does not look for numbers", null);
  }

  /** What of the lane's events is kept. */
  default LaneEventPage.Span eventSpan() {
    throw new LaneUnavailable(lane(), "it does not tell what happens", null);
  }

  /** Where the events of {@code instant} and later begin. */
  default long eventsFrom(Instant instant) {
    throw new LaneUnavailable(lane(), "it does not tell what happens", null);
  }

  /**
   * What has happened in the lane, in order; a piece of it. One that was made before there were
   * events is unavailable.
   *
   * @param from where to begin, at least 0; outside of what is kept there is nothing
   * @param limit at most so many, and one more, at least 1
   * @param bytes about how many they may take as JSON
   */
  default LaneEventPage events(long from, int limit, long bytes) {
    throw new LaneUnavailable(lane(), "it does not tell what happens", null);
  }

  /** The call at {@code row}, or empty where that row has not been read. */
  Optional<LaneCall> call(BatchId batch, long row);
}
