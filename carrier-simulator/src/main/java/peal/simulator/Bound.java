package peal.simulator;

/**
 * Room for a bounded number of things and of their bytes together. Whoever finds no room is refused
 * at once; nobody waits here. Thread-safe.
 */
final class Bound {
  private final int most;
  private final long mostBytes;
  private int count;
  private long bytes;

  /** Room for {@code most} things of {@code mostBytes} together. */
  Bound(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Takes room for one thing of {@code weight} bytes; false where there is none. */
  boolean take(long weight) {
    return takeWithin(1.0, weight);
  }

  /** As {@link #take}, as if only {@code share} (0–1) of the room were there. */
  synchronized boolean takeWithin(double share, long weight) {
    if (count + 1 > most * share || bytes + weight > mostBytes * share) {
      return false;
    }
    count++;
    bytes += weight;
    return true;
  }

  /** Takes room for one thing of {@code weight} bytes even where there is none. */
  synchronized void add(long weight) {
    count++;
    bytes += weight;
  }

  /** Gives back what was taken for a thing of {@code weight} bytes. */
  synchronized void give(long weight) {
    count--;
    bytes -= weight;
  }

  /** How many things there are. */
  synchronized int count() {
    return count;
  }

  /** How many more there may be. */
  synchronized int free() {
    return most - count;
  }

  /** What they weigh together, bytes. */
  synchronized long bytes() {
    return bytes;
  }
}
