package peal.projector.kafka;

import java.nio.ByteBuffer;
import peal.projector.query.LaneTotals;

/** A lane's totals as six numbers of eight bytes; earlier versions wrote the first one or four. */
final class StoredTotals {
  private static final int NUMBERS = 6;

  private StoredTotals() {}

  static byte[] write(LaneTotals totals) {
    return ByteBuffer.allocate(NUMBERS * Long.BYTES)
        .putLong(totals.attemptsOut())
        .putLong(totals.batches())
        .putLong(totals.openBatches())
        .putLong(totals.openSingles())
        .putLong(totals.keptCalls())
        .putLong(totals.keptBytes())
        .array();
  }

  static LaneTotals read(byte[] bytes) {
    if (bytes == null) {
      return LaneTotals.NONE;
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    return new LaneTotals(
        next(numbers), next(numbers), next(numbers), next(numbers), next(numbers), next(numbers));
  }

  private static long next(ByteBuffer numbers) {
    return numbers.hasRemaining() ? numbers.getLong() : 0;
  }
}
