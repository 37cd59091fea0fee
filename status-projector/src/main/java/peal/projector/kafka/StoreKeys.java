package peal.projector.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.RowRange;

/**
 * Keys of the stores: {@code lane 00 token}, then {@code 00 row} (8 bytes) for a call and {@code 00
 * block} (4 bytes) for a block. Numbers are big-endian, so that byte order is file order.
 */
final class StoreKeys {
  /** Above every character of a token. */
  private static final byte PAST_TOKENS = 0x7f;

  private StoreKeys() {}

  /**
   * From one key to another, both included.
   *
   * @param from first key
   * @param to last key
   */
  record Span(Bytes from, Bytes to) {}

  static Bytes batch(LaneBatchKey key) {
    return Bytes.wrap(text(key).getBytes(StandardCharsets.ISO_8859_1));
  }

  static Bytes call(LaneBatchKey key, long row) {
    return Bytes.wrap(prefix(key, Long.BYTES).putLong(row).array());
  }

  static Bytes block(LaneBatchKey key, int index) {
    return Bytes.wrap(prefix(key, Integer.BYTES).putInt(index).array());
  }

  static Span batches(Lane lane) {
    byte[] from = (lane.key() + '\0').getBytes(StandardCharsets.ISO_8859_1);
    byte[] to = Arrays.copyOf(from, from.length + 1);
    to[from.length] = PAST_TOKENS;
    return new Span(Bytes.wrap(from), Bytes.wrap(to));
  }

  static Span calls(LaneBatchKey key, RowRange rows) {
    return new Span(call(key, rows.first()), call(key, rows.last()));
  }

  static Span blocks(LaneBatchKey key) {
    return new Span(block(key, 0), block(key, Integer.MAX_VALUE));
  }

  static BatchId batchOf(Bytes batchKey) {
    byte[] key = batchKey.get();
    int end = key.length;
    while (key[end - 1] != 0) {
      end--;
    }
    return BatchId.ofToken(new String(key, end, key.length - end, StandardCharsets.ISO_8859_1));
  }

  static long rowOf(Bytes callKey) {
    byte[] key = callKey.get();
    return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
  }

  static int indexOf(Bytes blockKey) {
    byte[] key = blockKey.get();
    return ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES);
  }

  private static ByteBuffer prefix(LaneBatchKey key, int more) {
    byte[] text = text(key).getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(text.length + 1 + more).put(text).put((byte) 0);
  }

  private static String text(LaneBatchKey key) {
    return key.lane().key() + '\0' + key.token();
  }
}
