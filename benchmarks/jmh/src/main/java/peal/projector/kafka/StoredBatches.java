package peal.projector.kafka;

import peal.projector.fold.BatchView;

/** The stored form of a lane's part of a batch, to be measured from outside its package. */
public final class StoredBatches {
  private StoredBatches() {}

  /** As the projector writes it. */
  public static byte[] write(BatchView batch) {
    return StoredBatch.write(batch);
  }

  /** As the projector reads it. */
  public static BatchView read(byte[] bytes) {
    return StoredBatch.read(bytes);
  }
}
