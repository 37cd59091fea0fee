package peal.projector.kafka;

import java.nio.ByteBuffer;
import peal.projector.query.LaneTotals;

/** A lane's totals as four numbers of eight bytes; earlier versions wrote the first one only. */
final class StoredTotals {
  private static final int NUMBERS = 4;

  private StoredTotals() {}

  static byte[] write(LaneTotals totals) {
    return ByteBuffer.allocate(NUMBERS * Long.BYTES)
        .putLong(totals.attemptsOut())
        .putLong(totals.batches())
        .putLong(totals.openBatches())
        .putLong(totals.openSingles())
        .array();
  }

  static LaneTotals read(byte[] bytes) {
    if (bytes == null) {
      return LaneTotals.NONE;
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    long out = numbers.getLong();
    return numbers.hasRemaining()
        ? new LaneTotals(out, numbers.getLong(), numbers.getLong(), numbers.getLong())
        : new LaneTotals(out, 0, 0, 0);
  }
}
