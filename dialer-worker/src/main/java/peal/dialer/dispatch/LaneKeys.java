package peal.dialer.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.service.streams.LaneKey;

/**
 * Keys of the dispatch stores: a batch by itself, its calls by row, and those that wait for a time
 * by that time and then by row. What waits does so in queues of a batch; the first has the keys of
 * the batch itself, which is where all waited in earlier versions.
 */
final class LaneKeys {
  /** Between a batch's token and the number of a queue; in no token. */
  private static final char QUEUE = '~';

  private LaneKeys() {}

  /** A lane's pace; the key is its text alone. */
  static Bytes lane(Lane lane) {
    return Bytes.wrap(lane.key().getBytes(StandardCharsets.UTF_8));
  }

  /** A number; no batch has an empty token. */
  static Bytes number(Lane lane, PhoneNumber number) {
    return LaneKey.of(lane, "", number.digits());
  }

  static Bytes batch(Lane lane, BatchId batch) {
    return LaneKey.of(lane, batch.token());
  }

  static Bytes row(Lane lane, CallId call) {
    return LaneKey.of(lane, call.token(), call.row());
  }

  static Bytes row(Lane lane, BatchId batch, int queue, long row) {
    return LaneKey.of(lane, queue(batch, queue), row);
  }

  static Bytes due(Lane lane, BatchId batch, int queue, long dueMillis, long row) {
    return LaneKey.of(lane, queue(batch, queue), dueMillis, row);
  }

  /** A queue of a batch, as a batch is among the keys. */
  static Bytes queue(Lane lane, BatchId batch, int queue) {
    return LaneKey.of(lane, queue(batch, queue));
  }

  private static String queue(BatchId batch, int queue) {
    return queue == 0 ? batch.token() : batch.token() + QUEUE + queue;
  }

  /** The key of the batch of a {@link #queue}. */
  static Bytes batchOfQueue(Bytes key) {
    byte[] bytes = key.get();
    for (int end = bytes.length - 1; end > 0 && bytes[end - 1] != 0; end--) {
      if (bytes[end - 1] == QUEUE) {
        byte[] batch = Arrays.copyOf(bytes, end);
        batch[end - 1] = 0;
        return Bytes.wrap(batch);
      }
    }
    return key;
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
