package peal.projector.kafka;

import org.apache.kafka.common.utils.Bytes;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.RowRange;
import peal.service.streams.LaneKey;

/** Keys of the stores: a batch by itself, its calls by row, its blocks by their index. */
final class StoreKeys {
  private StoreKeys() {}

  static Bytes batch(LaneBatchKey key) {
    return LaneKey.of(key.lane(), key.token());
  }

  static Bytes call(LaneBatchKey key, long row) {
    return LaneKey.of(key.lane(), key.token(), row);
  }

  static Bytes block(LaneBatchKey key, long index) {
    return LaneKey.of(key.lane(), key.token(), index);
  }

  static LaneKey.Span calls(LaneBatchKey key, RowRange rows) {
    return new LaneKey.Span(call(key, rows.first()), call(key, rows.last()));
  }

  static LaneKey.Span blocks(LaneBatchKey key) {
    return new LaneKey.Span(block(key, 0), block(key, Long.MAX_VALUE));
  }

  static long rowOf(Bytes callKey) {
    return LaneKey.number(callKey, 0);
  }

  static long indexOf(Bytes blockKey) {
    return LaneKey.number(blockKey, 0);
  }
}
