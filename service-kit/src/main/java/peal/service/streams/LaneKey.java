package peal.service.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.Lane;

/**
 * Keys of stores: lane, zero, batch token, zero, then numbers in big-endian order, so that the
 * order of bytes is the order of lanes, of batches, and within a batch of the numbers.
 */
public final class LaneKey {
  /** Above every character of a token. */
  private static final char PAST_TOKENS = 0x7f;

  private LaneKey() {}

  /**
   * From one key to another, both included.
   *
   * @param from first key
   * @param to last key
   */
  public record Span(Bytes from, Bytes to) {}

  /**
   * A key.
   *
   * @param token the batch's token
   * @param numbers rows, times and the like, none negative
   */
  public static Bytes of(Lane lane, String token, long... numbers) {
    byte[] text = text(lane.key() + '\0' + token + '\0');
    ByteBuffer key = ByteBuffer.allocate(text.length + numbers.length * Long.BYTES).put(text);
    for (long number : numbers) {
      key.putLong(number);
    }
    return Bytes.wrap(key.array());
  }

  /** All keys of a lane, of whatever batch. */
  public static Span span(Lane lane) {
    String prefix = lane.key() + '\0';
    return new Span(Bytes.wrap(text(prefix)), Bytes.wrap(text(prefix + PAST_TOKENS)));
  }

  /** The lane of a key. */
  public static Lane laneOf(Bytes key) {
    return Lane.parse(text(key, 0, end(key, 0)));
  }

  /** The batch of a key. */
  public static BatchId batchOf(Bytes key) {
    int from = end(key, 0) + 1;
    return BatchId.ofToken(text(key, from, end(key, from)));
  }

  /**
   * A number of a key.
   *
   * @param fromLast 0 for the last, 1 for the one before
   */
  public static long number(Bytes key, int fromLast) {
    byte[] bytes = key.get();
    return ByteBuffer.wrap(bytes).getLong(bytes.length - (fromLast + 1) * Long.BYTES);
  }

  private static int end(Bytes key, int from) {
    int end = from;
    while (key.get()[end] != 0) {
      end++;
    }
    return end;
  }

  private static String text(Bytes key, int from, int end) {
    return new String(key.get(), from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
