package peal.simulator;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The longest gap between two rings and the fullest second, kept while rings come in nearly by
 * their time: only those of the last two seconds are remembered. One that comes later than a second
 * counts as if it were just not too late. Not thread-safe.
 */
final class RingTimes {
  private static final long SECOND = 1_000_000;
  private static final int FIRST_ROOM = 64;

  /** Stored size, bytes. */
  static final int BYTES = 4 * Long.BYTES;

  private long first = -1;
  private long last = -1;
  private long longestGap;
  private long fullestSecond;

  /** Sorted. Below {@code settled} nothing can come in between any more. */
  private long[] times = new long[FIRST_ROOM];

  private int begin;
  private int settled;
  private int end;

  /**
   * What is known of all rings so far.
   *
   * @param first the first ring, µs since 1970, or -1
   * @param last the last one, likewise
   * @param longestGap between two rings in a row, µs
   * @param fullestSecond most rings in any window of one second
   */
  record Figures(long first, long last, long longestGap, int fullestSecond) {}

  /** A ring at {@code micros} since 1970. */
  void add(long micros) {
    first = first < 0 ? micros : Math.min(first, micros);
    if (begin == end && last >= 0) {
      // What was loaded: the ring before, so that the gap to it is seen.
      insert(last);
    }
    last = Math.max(last, micros);
    insert(micros);
    while (settled < end && times[settled] <= last - SECOND) {
      settle();
    }
  }

  private void insert(long micros) {
    if (end == times.length) {
      makeRoom();
    }
    int at = end;
    while (at > settled && times[at - 1] > micros) {
      times[at] = times[at - 1];
      at--;
    }
    times[at] = at > begin ? Math.max(micros, times[at - 1]) : micros;
    end++;
  }

  private void makeRoom() {
    long[] kept = Arrays.copyOfRange(times, begin, end);
    times = kept.length > times.length / 2 ? new long[times.length * 2] : times;
    System.arraycopy(kept, 0, times, 0, kept.length);
    settled -= begin;
    end -= begin;
    begin = 0;
  }

  private void settle() {
    long time = times[settled];
    longestGap = settled > begin ? Math.max(longestGap, time - times[settled - 1]) : longestGap;
    settled++;
    while (time - times[begin] >= SECOND) {
      begin++;
    }
    fullestSecond = Math.max(fullestSecond, settled - begin);
  }

  /** The figures as of now. */
  Figures figures() {
    RingTimes copy = new RingTimes();
    copy.times = Arrays.copyOfRange(times, begin, Math.max(end, begin + 1));
    copy.settled = settled - begin;
    copy.end = end - begin;
    copy.longestGap = longestGap;
    copy.fullestSecond = fullestSecond;
    while (copy.settled < copy.end) {
      copy.settle();
    }
    return new Figures(first, last, copy.longestGap, (int) copy.fullestSecond);
  }

  /** Writes what is known, but for the crowd of the last second: it is lost with the process. */
  void store(ByteBuffer to, int at) {
    to.putLong(at, first);
    to.putLong(at + 8, last);
    boolean apart = settled > begin && settled < end;
    long gap = apart ? times[settled] - times[settled - 1] : 0;
    to.putLong(at + 16, Math.max(longestGap, gap));
    to.putLong(at + 24, fullestSecond);
  }

  void load(ByteBuffer from, int at) {
    first = from.getLong(at);
    last = from.getLong(at + 8);
    longestGap = from.getLong(at + 16);
    fullestSecond = from.getLong(at + 24);
  }
}
