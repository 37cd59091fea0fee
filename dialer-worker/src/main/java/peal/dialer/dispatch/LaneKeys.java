package peal.dialer.dispatch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;

/**
 * Keys of the dispatch stores: lane, zero, batch token, zero, then numbers in big-endian order, so
 * that the order of bytes is the order of rows and due times within a batch.
 */
final class LaneKeys {
  private LaneKeys() {}

  static Bytes batch(Lane lane, BatchId batch) {
    return Bytes.wrap(prefix(lane, batch.token(), 0).array());
  }

  static Bytes row(Lane lane, CallId call) {
    return row(lane, call.batch(), call.row());
  }

  static Bytes row(Lane lane, BatchId batch, long row) {
    return Bytes.wrap(prefix(lane, batch.token(), 8).putLong(row).array());
  }

  static Bytes due(Lane lane, Instant due, CallId call) {
    return due(lane, call.batch(), due.toEpochMilli(), call.row());
  }

  static Bytes due(Lane lane, BatchId batch, long dueMillis, long row) {
    return Bytes.wrap(prefix(lane, batch.token(), 16).putLong(dueMillis).putLong(row).array());
  }

  /** The lane of any key above. */
  static Lane laneOf(Bytes key) {
    byte[] bytes = key.get();
    int end = 0;
    while (bytes[end] != 0) {
      end++;
    }
    return Lane.parse(new String(bytes, 0, end, StandardCharsets.UTF_8));
  }

  /** The due time of a {@link #due} key. */
  static Instant dueOf(Bytes key) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong(key.get().length - 16));
  }

  /** The row number at the end of a {@link #row} or {@link #due} key. */
  static long rowOf(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong(key.get().length - 8);
  }

  private static ByteBuffer prefix(Lane lane, String token, int more) {
    byte[] laneBytes = lane.key().getBytes(StandardCharsets.UTF_8);
    byte[] tokenBytes = token.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(laneBytes.length + tokenBytes.length + 2 + more)
        .put(laneBytes)
        .put((byte) 0)
        .put(tokenBytes)
        .put((byte) 0);
  }
}
