package peal.projector.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.BatchSpan;
import peal.projector.query.RowRange;
import peal.service.streams.LaneKey;

/**
 * Keys of the stores: a batch by itself, its calls by row, its blocks by their index; among the
 * blocks also the lane by itself, for what is counted over all of its batches, and one key of the
 * whole partition.
 *
 * <p>Single calls lie behind all batches of their lane: there may be a thousand of them for each
 * batch, and a list of batches must not read them.
 */
final class StoreKeys {
  /** Before the token of a single call; above every character of a token. */
  private static final String SINGLE = "~";

  /** How far the partition's commands are read; before the keys of every lane. */
  static final Bytes COMMANDS = Bytes.wrap(new byte[] {0});

  /** Above every row: those have 18 digits at most. */
  private static final long PAST_ROWS = 1L << 62;

  private StoreKeys() {}

  /** A batch, and of a single call what is read before it is known to be one. */
  static Bytes batch(LaneBatchKey key) {
    return LaneKey.of(key.lane(), key.token());
  }

  static Bytes single(LaneBatchKey key) {
    return LaneKey.of(key.lane(), SINGLE + key.token());
  }

  static LaneKey.Span batches(Lane lane) {
    return new LaneKey.Span(LaneKey.span(lane).from(), LaneKey.of(lane, SINGLE));
  }

  static LaneKey.Span batches(Lane lane, BatchSpan wanted) {
    LaneKey.Span all = batches(lane);
    return new LaneKey.Span(
        wanted.oldest() == null ? all.from() : LaneKey.of(lane, wanted.oldest().token()),
        wanted.newest() == null ? all.to() : LaneKey.of(lane, wanted.newest().token()));
  }

  static LaneKey.Span singles(Lane lane) {
    return new LaneKey.Span(LaneKey.of(lane, SINGLE), LaneKey.span(lane).to());
  }

  /** Whose entry {@code key} is, a batch's or a single call's. */
  static LaneBatchKey ownerOf(Bytes key) {
    String text = new String(key.get(), StandardCharsets.ISO_8859_1);
    String token = text.substring(text.indexOf('\0') + 1, text.length() - 1);
    return new LaneBatchKey(
        LaneKey.laneOf(key), token.startsWith(SINGLE) ? token.substring(1) : token);
  }

  static Bytes lane(Lane lane) {
    return LaneKey.of(lane, "");
  }

  /** An entry of a do-not-call list; in a store of its own, where {@link #lane} is of all lists. */
  static Bytes entry(Lane lane, DoNotCallList list, long digits) {
    return LaneKey.of(lane, list.value(), digits);
  }

  static Bytes call(LaneBatchKey key, long row) {
    return LaneKey.of(key.lane(), key.token(), row);
  }

  /** Which numbers the rows of a block dial; among the calls, behind every row that can be. */
  static Bytes marks(LaneBatchKey key, long block) {
    return LaneKey.of(key.lane(), key.token(), PAST_ROWS + block);
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
