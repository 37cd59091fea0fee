package peal.projector.fold;

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

  /** Keeps {@code after} in place of {@code before}. */
  void put(LaneBatchKey batch, long row, CallView before, CallView after);

  /** Keeps {@code after} in place of {@code before}. */
  void put(LaneBatchKey batch, BatchView before, BatchView after);

  /** Keeps {@code after} in place of {@code before}. */
  void put(LaneBatchKey batch, long index, Block before, Block after);
}
