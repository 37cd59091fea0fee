package peal.projector.fold;

import java.util.Optional;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.event.Suppression;

/**
 * Where the fold keeps what it knows. Used by one thread.
 *
 * <p>Writes name what was there before, so that whoever listens can tell what changed.
 */
public interface LaneStore {
  /** The call at {@code row}, or {@link CallView#UNSEEN}. */
  CallView call(LaneBatchKey batch, long row);

  /** The batch, or {@link BatchView#UNSEEN}. */
  BatchView batch(LaneBatchKey batch);

  /** The block, or {@link Block#EMPTY}. */
  Block block(LaneBatchKey batch, long index);

  /** What is known of the lane's do-not-call lists, or {@link LaneLists#NONE}. */
  LaneLists lists(Lane lane);

  /** The entry of a number on a list, if it stands there. */
  Optional<ListEntry> entry(Lane lane, DoNotCallList list, PhoneNumber number);

  /** Keeps {@code after} in place of {@code before}. */
  void put(Lane lane, LaneLists before, LaneLists after);

  /**
   * Keeps {@code after}, which may be null for none, in place of {@code before}, which may be
   * likewise.
   */
  void put(Lane lane, DoNotCallList list, PhoneNumber number, ListEntry before, ListEntry after);

  /** Keeps {@code after} in place of {@code before}. */
  void put(LaneBatchKey batch, long row, CallView before, CallView after);

  /** Keeps {@code after} in place of {@code before}. */
  void put(LaneBatchKey batch, BatchView before, BatchView after);

  /** Keeps {@code after} in place of {@code before}. */
  void put(LaneBatchKey batch, long index, Block before, Block after);

  /** A number is to be put on a list of which only the fold knows whose it is. */
  void list(Lane lane, Suppression entry);

  /** Likewise, but nobody knows whose number it is. */
  void loseOptOut(CallId call);
}
