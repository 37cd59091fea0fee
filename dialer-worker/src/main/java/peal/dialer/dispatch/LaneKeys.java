package peal.dialer.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.service.streams.LaneKey;

/**
 * Keys of the dispatch stores: a batch by itself, its calls by row, and those that wait for a time
 * by that time and then by row.
 */
final class LaneKeys {
  private LaneKeys() {}

  /** A lane's pace; the key is its text alone. */
  static Bytes lane(Lane lane) {
    return Bytes.wrap(lane.key().getBytes(StandardCharsets.UTF_8));
  }

  static Bytes batch(Lane lane, BatchId batch) {
    return LaneKey.of(lane, batch.token());
  }

  static Bytes row(Lane lane, CallId call) {
    return LaneKey.of(lane, call.token(), call.row());
  }

  static Bytes row(Lane lane, BatchId batch, long row) {
    return LaneKey.of(lane, batch.token(), row);
  }

  static Bytes due(Lane lane, Instant due, CallId call) {
    return LaneKey.of(lane, call.token(), due.toEpochMilli(), call.row());
  }

  static Bytes due(Lane lane, BatchId batch, long dueMillis, long row) {
    return LaneKey.of(lane, batch.token(), dueMillis, row);
  }

  /** The due time of a {@link #due} key. */
  static Instant dueOf(Bytes key) {
    return Instant.ofEpochMilli(LaneKey.number(key, 1));
  }

  /** The row number at the end of a {@link #row} or {@link #due} key. */
  static long rowOf(Bytes key) {
    return LaneKey.number(key, 0);
  }
}
