package peal.projector.kafka;

import java.nio.ByteBuffer;
import peal.projector.fold.Block;
import peal.projector.fold.Tally;

/** A block as 37 bytes: a version, then its numbers, big-endian. It is written once per row. */
final class StoredBlock {
  private static final byte VERSION = 1;
  private static final int SIZE = 1 + 2 * Long.BYTES + 5 * Integer.BYTES;

  private StoredBlock() {}

  static byte[] write(Block block) {
    Tally tally = block.tally();
    return ByteBuffer.allocate(SIZE)
        .put(VERSION)
        .putLong(block.lastRow())
        .putLong(block.early())
        .putInt(block.rows())
        .putInt((int) tally.active())
        .putInt((int) tally.completed())
        .putInt((int) tally.failed())
        .putInt((int) tally.cancelled())
        .array();
  }

  static Block read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      throw new IllegalStateException("a stored block has an unknown version");
    }
    long lastRow = in.getLong();
    long early = in.getLong();
    int rows = in.getInt();
    return new Block(
        rows, lastRow, early, new Tally(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
  }
}
