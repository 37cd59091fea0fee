package peal.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attempt ids as longs, so that a million of them cost megabytes and not hundreds. To a carrier an
 * id is any text; but ids that end in {@code -<number>#<number>}, as callers' rows and attempts do,
 * share what stands before, which is kept once. Every other text is kept whole.
 *
 * <p>A key is 24 bits of prefix, 36 bits of row and 4 bits of attempt (0: the prefix is the whole
 * id). Not thread-safe.
 */
final class AttemptKeys {
  /** What {@link #find} gives for an id that was never added. */
  static final long ABSENT = -1;

  private static final int ROW_BITS = 36;
  private static final int NUMBER_BITS = 4;
  private static final int MOST_PREFIXES = (1 << 24) - 1;

  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> prefixes = new ArrayList<>();

  /** The key of {@code id}, made where there is none. */
  long add(String id) {
    Parts parts = Parts.of(id);
    Integer index = indexes.get(parts.prefix);
    if (index == null) {
      index = prefixes.size();
      if (index >= MOST_PREFIXES) {
        throw new IllegalStateException("the ledger is full: 16 million different prefixes");
      }
      prefixes.add(parts.prefix);
      indexes.put(parts.prefix, index);
    }
    return parts.keyAt(index);
  }

  /** The key of {@code id}, or {@link #ABSENT} when its prefix is unknown. */
  long find(String id) {
    Parts parts = Parts.of(id);
    Integer index = indexes.get(parts.prefix);
    return index == null ? ABSENT : parts.keyAt(index);
  }

  /** The id whose key is {@code key}. */
  String idOf(long key) {
    String prefix = prefixes.get((int) (key >>> (ROW_BITS + NUMBER_BITS)));
    long number = key & ((1L << NUMBER_BITS) - 1);
    long row = (key >>> NUMBER_BITS) & ((1L << ROW_BITS) - 1);
    return number == 0 ? prefix : prefix + "-" + row + "#" + number;
  }

  private record Parts(String prefix, long row, long number) {
    static Parts of(String id) {
      int hash = id.lastIndexOf('#');
      int dash = id.lastIndexOf('-', hash);
      long number = canonical(id, hash + 1, id.length(), (1L << NUMBER_BITS) - 1);
      long row = canonical(id, dash + 1, hash, (1L << ROW_BITS) - 1);
      return dash < 0 || hash < 0 || number < 1 || row < 0
          ? new Parts(id, 0, 0)
          : new Parts(id.substring(0, dash), row, number);
    }

    /** The number that stands there, or -1 unless writing it gives the same text. */
    private static long canonical(String text, int from, int to, long most) {
      if (to <= from || to - from > 11 || (text.charAt(from) == '0' && to - from > 1)) {
        return -1;
      }
      long value = 0;
      for (int i = from; i < to; i++) {
        char digit = text.charAt(i);
        if (digit < '0' || digit > '9') {
          return -1;
        }
        value = value * 10 + (digit - '0');
      }
      return value <= most ? value : -1;
    }

    long keyAt(int index) {
      return ((long) index << (ROW_BITS + NUMBER_BITS)) | (row << NUMBER_BITS) | number;
    }
  }
}
