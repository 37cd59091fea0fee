package peal.domain.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;

/**
 * What dispatch remembers of one lane. Few batches and open calls, but millions of waiting calls:
 * the first two may be walked, the last only asked for their first. Used by one thread.
 */
public interface LaneBook {
  /** The lane. */
  Lane lane();

  /** Pace and turn. */
  LaneState state();

  /** Keeps pace and turn. */
  void put(LaneState state);

  /** Every batch that is not finished here, in order of id. */
  Collection<BatchProgress> batches();

  /** How far a batch has come; empty when it is unknown or finished. */
  Optional<BatchProgress> progress(BatchId batch);

  /** Keeps how far a batch has come. */
  void put(BatchProgress progress);

  /** What was agreed for a batch; empty while only rows of it have come. */
  Optional<BatchTerms> terms(BatchId batch);

  /** Keeps what was agreed. */
  void put(BatchTerms terms);

  /** Forgets a finished batch. */
  void forget(BatchId batch);

  /** A row that waits for its first dial. */
  void queueFresh(CallId id, QueuedCall call);

  /** The first row after {@code row} that waits for its first dial. */
  Optional<Waiting> firstFreshAfter(BatchId batch, long row);

  /** Removes such a row. */
  void removeFresh(CallId id);

  /** A call that waits for a callback. */
  void queueCallback(Instant due, CallId id, QueuedCall call);

  /** The callback of {@code batch} that is due first. */
  Optional<Waiting> firstCallback(BatchId batch);

  /** Removes such a callback. */
  void removeCallback(Waiting callback);

  /** The call's attempt under way. */
  Optional<OpenCall> open(CallId id);

  /** Every attempt under way; a snapshot that may be walked while the book changes. */
  Collection<OpenCall> openCalls();

  /** How many attempts are out: requested or placed, but not held back. */
  int out();

  /** How many attempts are requested and not yet placed. */
  int requested();

  /** The call held back whose {@link OpenCall#lookAt} comes first. */
  Optional<OpenCall.HeldBack> firstHeldBack();

  /** Earliest {@link OpenCall#lookAt} of requested and placed calls, or a lower bound of it. */
  Instant nextLook();

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
