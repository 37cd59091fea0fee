package peal.simulator;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import peal.domain.Outcome;

/**
 * Every ring, in the order in which requests were handled. It forgets nothing, so it is kept as
 * columns of primitives: about 90 bytes a ring. Thread-safe; every operation but {@link #page} is
 * O(1).
 *
 * <p>Row i is ring i. What is said of an attempt as a whole stands in the row of its first ring.
 */
final class Ledger {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final int OPEN = -1;

  private final AttemptKeys keys = new AttemptKeys();
  private final Long2IntOpenHashMap firstRing = new Long2IntOpenHashMap();
  private final LongArrayList key = new LongArrayList();
  private final LongArrayList digits = new LongArrayList();
  private final LongArrayList micros = new LongArrayList();
  private final IntArrayList count = new IntArrayList();
  private final IntArrayList rings = new IntArrayList();
  private final IntArrayList requests = new IntArrayList();
  private final IntArrayList outcome = new IntArrayList();
  private final IntArrayList endedAfterMillis = new IntArrayList();
  private LedgerFile file;

  /** An empty ledger, in memory alone. */
  Ledger() {
    firstRing.defaultReturnValue(-1);
  }

  /** From here on, what is written down is also written to {@code copy}. */
  synchronized void copyTo(LedgerFile copy) {
    file = copy;
  }

  /**
   * Writes down a ring, unless the attempt has rung already and {@code again} is false; then it
   * only counts the request. One step: of two requests at the same time one rings.
   *
   * @param number E.164
   * @param atMicros µs since 1970
   * @return the ring, or nothing where none was made
   */
  synchronized Optional<Ring> ring(String attemptId, String number, long atMicros, boolean again) {
    long packed = keys.add(attemptId);
    int first = firstRing.get(packed);
    if (first >= 0) {
      requests.set(first, requests.getInt(first) + 1);
      if (!again) {
        return Optional.empty();
      }
    }
    Ring ring = append(packed, first, attemptId, number, atMicros);
    if (file != null) {
      file.rang(ring);
    }
    return Optional.of(ring);
  }

  private Ring append(long packed, int first, String attemptId, String number, long atMicros) {
    int row = key.size();
    int times = first < 0 ? 1 : rings.getInt(first) + 1;
    key.add(packed);
    digits.add(Long.parseLong(number, 1, number.length(), 10));
    micros.add(atMicros);
    count.add(times);
    rings.add(1);
    requests.add(1);
    outcome.add(OPEN);
    endedAfterMillis.add(0);
    if (first < 0) {
      firstRing.put(packed, row);
    } else {
      rings.set(first, times);
    }
    return new Ring(attemptId, number, atMicros, times);
  }

  /** Writes down how an attempt ended; does nothing for one that is unknown or has ended. */
  synchronized void ended(String attemptId, Outcome how, long atMicros) {
    int row = rowOf(attemptId);
    if (row < 0 || outcome.getInt(row) != OPEN) {
      return;
    }
    outcome.set(row, how.ordinal());
    long after = Math.max(0, (atMicros - micros.getLong(row)) / 1_000);
    endedAfterMillis.set(row, (int) Math.min(Integer.MAX_VALUE, after));
    if (file != null) {
      file.ended(attemptId, how, atMicros);
    }
  }

  /** What is known of an attempt, if it ever rang. */
  synchronized Optional<LedgerEntry> find(String attemptId) {
    int row = rowOf(attemptId);
    return row < 0 ? Optional.empty() : Optional.of(entry(row));
  }

  private int rowOf(String attemptId) {
    long packed = keys.find(attemptId);
    return packed == AttemptKeys.ABSENT ? -1 : firstRing.get(packed);
  }

  private LedgerEntry entry(int row) {
    boolean open = outcome.getInt(row) == OPEN;
    return new LedgerEntry(
        keys.idOf(key.getLong(row)),
        "+" + digits.getLong(row),
        micros.getLong(row),
        rings.getInt(row),
        requests.getInt(row),
        open ? null : OUTCOMES[outcome.getInt(row)],
        open ? 0 : micros.getLong(row) + endedAfterMillis.getInt(row) * 1_000L);
  }

  /** How many rings there were. */
  synchronized int size() {
    return key.size();
  }

  /** Up to {@code most} rings from ring {@code from} (counted from 0) on. */
  synchronized List<Ring> page(int from, int most) {
    int to = (int) Math.min(key.size(), (long) from + most);
    List<Ring> page = new ArrayList<>(Math.max(0, to - from));
    for (int row = from; row < to; row++) {
      page.add(
          new Ring(
              keys.idOf(key.getLong(row)),
              "+" + digits.getLong(row),
              micros.getLong(row),
              count.getInt(row)));
    }
    return page;
  }

  /** The attempts whose end has not been written down. O(rings). */
  synchronized List<LedgerEntry> open() {
    List<LedgerEntry> open = new ArrayList<>();
    for (int row = 0; row < key.size(); row++) {
      if (outcome.getInt(row) == OPEN && count.getInt(row) == 1) {
        open.add(entry(row));
      }
    }
    return open;
  }

  /** Figures over the whole ledger. O(rings log rings), of which only a copy holds the lock. */
  LedgerSummary summary() {
    long[] times;
    int attempts;
    int mostRings = 0;
    long asked = 0;
    int[] ends = new int[OUTCOMES.length];
    synchronized (this) {
      times = micros.toLongArray();
      attempts = firstRing.size();
      for (int row = 0; row < times.length; row++) {
        mostRings = Math.max(mostRings, count.getInt(row));
        if (count.getInt(row) == 1) {
          asked += requests.getInt(row);
          if (outcome.getInt(row) != OPEN) {
            ends[outcome.getInt(row)]++;
          }
        }
      }
    }
    return LedgerSummary.of(times, attempts, mostRings, asked, ends);
  }
}
