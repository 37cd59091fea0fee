package peal.dialer.dispatch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.dispatch.LaneStore.Waiting;
import peal.domain.dispatch.QueuedCall;
import peal.service.streams.PendingStore;

/**
 * Rows that wait for their first dial, some tens in one entry under the key of the first: they come
 * in order and are taken in order, so none needs a write or a search of its own. What is taken
 * stays in its chunk until that is empty; how far a batch is taken is known by who asks.
 *
 * <p>A chunk has a line for each row: how far its number lies above the first one's, a blank, and
 * the call as JSON. Earlier versions wrote one call, and no number. Used by one thread.
 */
final class WaitingRows {
  /** Most rows of a chunk: while they come one by one it is written anew for each commit. */
  static final int ROWS = 32;

  /** Most bytes of a chunk of more than one row. */
  static final int BYTES = 64 * 1024;

  /** Numbers of a chunk's rows are less than this above the first one's. */
  static final int SPAN = 2_048;

  /** Queues of which the chunks at both ends are at hand. */
  private static final int RECENT = 64;

  private final PendingStore<Bytes, byte[]> store;
  private final Serde<QueuedCall> calls;

  /** The last chunk of a queue, while it has room. */
  private final Recent<Bytes, Chunk> filling = new Recent<>(RECENT);

  /** What is left of the chunk of a queue from which was taken last; may be nothing. */
  private final Recent<Bytes, Chunk> taking = new Recent<>(RECENT);

  WaitingRows(PendingStore<Bytes, byte[]> store, Serde<QueuedCall> calls) {
    this.store = store;
    this.calls = calls;
  }

  /** Puts {@code id} behind all rows of its queue, whose numbers are lower. */
  void add(Lane lane, int queue, CallId id, QueuedCall call) {
    Bytes batch = LaneKeys.queue(lane, id.batch(), queue);
    byte[] json = calls.serializer().serialize("", call);
    Chunk chunk =
        filling
            .known(batch)
            .filter(last -> last.takes(id.row(), json.length))
            .orElseGet(() -> Chunk.at(LaneKeys.row(lane, id.batch(), queue, id.row())))
            .with(id.row(), json);
    store.put(chunk.key(), chunk.lines());
    if (chunk.hasRoom()) {
      filling.put(batch, chunk);
    } else {
      filling.forget(batch);
    }
    taking
        .known(batch)
        .filter(left -> left.key().equals(chunk.key()))
        .ifPresent(left -> taking.put(batch, left.as(chunk.lines())));
  }

  /** Takes the first row after {@code row} out; those before it have been taken. */
  Optional<Waiting> take(Lane lane, BatchId id, int queue, long row) {
    Bytes batch = LaneKeys.queue(lane, id, queue);
    Chunk chunk =
        taking
            .known(batch)
            // It may lie in a chunk whose first rows have been taken.
            .or(() -> firstFrom(lane, id, queue, Math.max(0, row + 1 - SPAN)))
            .filter(left -> !left.isEmpty())
            .or(() -> firstFrom(lane, id, queue, row + 1))
            .orElse(null);
    while (chunk != null) {
      Chunk left = chunk.rest();
      taking.put(batch, left);
      if (left.isEmpty()) {
        store.delete(chunk.key());
        filling
            .known(batch)
            .filter(last -> last.key().equals(left.key()))
            .ifPresent(last -> filling.forget(batch));
      }
      long number = chunk.number();
      if (number > row) {
        return Optional.of(
            new Waiting(
                CallId.ofRow(id, lane.index(), number),
                null,
                calls.deserializer().deserialize("", chunk.json())));
      }
      chunk = left.isEmpty() ? firstFrom(lane, id, queue, number + 1).orElse(null) : left;
    }
    return Optional.empty();
  }

  private Optional<Chunk> firstFrom(Lane lane, BatchId batch, int queue, long row) {
    return store
        .first(
            LaneKeys.row(lane, batch, queue, row), LaneKeys.row(lane, batch, queue, Long.MAX_VALUE))
        .map(entry -> Chunk.stored(entry.key, entry.value));
  }

  /** Nothing of {@code batch} is needed any more. */
  void forget(Bytes batch) {
    filling.forget(batch);
    taking.forget(batch);
  }

  /** What is at hand may be wrong; the store is right. */
  void reread() {
    filling.clear();
    taking.clear();
  }

  /**
   * A chunk, or what is left of it.
   *
   * @param key of its first row
   * @param lines all of its rows
   * @param rows how many; 0 where nobody asks
   * @param at where the first line that is left begins
   */
  private record Chunk(Bytes key, byte[] lines, int rows, int at) {
    private static final byte BLANK = ' ';
    private static final byte END = '\n';

    /** Without rows. */
    static Chunk at(Bytes key) {
      return new Chunk(key, new byte[0], 0, 0);
    }

    static Chunk stored(Bytes key, byte[] value) {
      return value[0] == '{' ? at(key).with(LaneKeys.rowOf(key), value) : at(key).as(value);
    }

    boolean hasRoom() {
      return rows < ROWS && lines.length < BYTES;
    }

    boolean takes(long row, int bytes) {
      return lines.length + bytes < BYTES && row - LaneKeys.rowOf(key) < SPAN;
    }

    Chunk with(long row, byte[] json) {
      byte[] number = Long.toString(row - LaneKeys.rowOf(key)).getBytes(StandardCharsets.US_ASCII);
      ByteBuffer longer = ByteBuffer.allocate(lines.length + number.length + json.length + 2);
      longer.put(lines).put(number).put(BLANK).put(json).put(END);
      return new Chunk(key, longer.array(), rows + 1, at);
    }

    /** The same place in {@code longer}, which begins as this does. */
    Chunk as(byte[] longer) {
      return new Chunk(key, longer, rows, at);
    }

    boolean isEmpty() {
      return at == lines.length;
    }

    /** The number of the first row that is left. */
    long number() {
      int length = next(BLANK) - at;
      return LaneKeys.rowOf(key)
          + Long.parseLong(new String(lines, at, length, StandardCharsets.US_ASCII));
    }

    byte[] json() {
      return Arrays.copyOfRange(lines, next(BLANK) + 1, next(END));
    }

    /** Without its first row. */
    Chunk rest() {
      int next = next(END) + 1;
      return next == lines.length ? at(key) : new Chunk(key, lines, rows, next);
    }

    private int next(byte mark) {
      int found = at;
      while (lines[found] != mark) {
        found++;
      }
      return found;
    }
  }
}
