package peal.projector.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import peal.domain.PhoneNumber;
import peal.projector.fold.Block;

/**
 * Which rows of a block may dial a number: for each row that was read its place in the block and
 * two bytes of the number's hash. Of 65,536 rows one is named that does not, so whoever looks
 * compares the number itself. At most about 4,000 bytes for a block.
 */
final class NumberMarks {
  private static final byte VERSION = 1;
  private static final int MARK = 2 * Short.BYTES;

  private NumberMarks() {}

  /** {@code marks}, or none where that is null, and one more row of block {@code index}. */
  static byte[] with(byte[] marks, long index, long row, PhoneNumber number) {
    int length = marks == null ? 1 : marks.length;
    byte[] more = marks == null ? new byte[1 + MARK] : Arrays.copyOf(marks, length + MARK);
    more[0] = VERSION;
    ByteBuffer.wrap(more)
        .putShort(length, (short) (row - Block.firstRow(index)))
        .putShort(length + Short.BYTES, hash(number));
    return more;
  }

  /** How many rows {@code marks} has; 0 where it is null, or of a later version. */
  static int rows(byte[] marks) {
    return marks == null || marks[0] != VERSION ? 0 : (marks.length - 1) / MARK;
  }

  /** Rows of block {@code index} that may dial {@code number}, ascending. */
  static List<Long> rowsOf(byte[] marks, long index, PhoneNumber number) {
    List<Long> found = new ArrayList<>();
    short wanted = hash(number);
    ByteBuffer in = ByteBuffer.wrap(marks);
    for (int at = 1; at + MARK <= marks.length; at += MARK) {
      if (in.getShort(at + Short.BYTES) == wanted) {
        found.add(Block.firstRow(index) + Short.toUnsignedInt(in.getShort(at)));
      }
    }
    return found;
  }

  /** The upper half of the hash of which the lower chooses the lane. */
  private static short hash(PhoneNumber number) {
    CRC32C crc = new CRC32C();
    crc.update(number.e164().getBytes(StandardCharsets.US_ASCII));
    return (short) (crc.getValue() >>> Short.SIZE);
  }
}
