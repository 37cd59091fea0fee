package peal.domain.dispatch;

import java.time.Instant;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.PhoneNumber;

/**
 * What dispatch keeps of one lane so that it survives a crash. A {@link LaneBook} holds in memory
 * what it must have at hand, and asks here for what may be millions: calls that wait, terms of
 * batches that sleep, batches that are over. Used by one thread.
 */
public interface LaneStore {
  /** Keeps the pace. */
  void put(LaneState state);

  /** Keeps how far a batch has come. */
  void put(BatchProgress progress);

  /** Keeps what was agreed for a batch. */
  void put(BatchTerms terms);

  /** What was agreed for a batch; empty while only rows of it have come, or once it is over. */
  Optional<BatchTerms> terms(BatchId batch);

  /**
   * Nothing more can come of a batch: what is kept of it goes, but for its id, which is remembered
   * for longer than any record of it can be read again.
   */
  void finish(BatchId batch, Instant now);

  /** Whether a batch was {@linkplain #finish finished} here. */
  boolean isFinished(BatchId batch);

  /**
   * A row that waits for its first dial, behind all others of its queue.
   *
   * @param queue which queue of its batch, from 0
   */
  void queueFresh(int queue, CallId id, QueuedCall call);

  /**
   * Takes out the first row of a queue that waits for its first dial.
   *
   * @param row up to which rows have been taken
   */
  Optional<Waiting> takeFresh(BatchId batch, int queue, long row);

  /** A call that waits for a callback. */
  void queueCallback(int queue, Instant due, CallId id, QueuedCall call);

  /**
   * The first callback of a queue of {@code batch}, by due time and row.
   *
   * @param from not one that was due before, or at the same time with the same or a lower row; null
   *     for the very first
   */
  Optional<Waiting> firstCallback(BatchId batch, int queue, Waiting from);

  /** Removes such a callback. */
  void removeCallback(int queue, Waiting callback);

  /** On which do-not-call lists a number stands. */
  DoNotCall doNotCall(PhoneNumber number);

  /** Keeps on which do-not-call lists a number stands; of one on none nothing is kept. */
  void put(PhoneNumber number, DoNotCall entries);

  /** The last attempts to reach a number that are over. */
  NumberHistory history(PhoneNumber number);

  /** Keeps them. */
  void put(PhoneNumber number, NumberHistory history);

  /** Keeps an attempt under way. */
  void put(OpenCall call);

  /** Removes an attempt that is over. */
  void close(CallId id);

  /**
   * A call that waits.
   *
   * @param id the call
   * @param due when it is due; null for a first dial
   * @param call what is kept of it
   */
  record Waiting(CallId id, Instant due, QueuedCall call) {}
}
