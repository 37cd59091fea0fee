package peal.projector.kafka;

import java.nio.ByteBuffer;

/** A count as eight bytes; 0 where nothing was counted yet. */
final class StoredCount {
  private StoredCount() {}

  static byte[] write(long count) {
    return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
  }

  static long read(byte[] bytes) {
    return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
  }
}
