package peal.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of a ledger, the oldest first; the last one is written to. Where they take more than
 * their room the oldest one is dropped. Not thread-safe.
 */
final class SegmentList {
  private final SegmentStore store;
  private final Segment.Size size;
  private final long room;
  private final List<Segment> segments = new ArrayList<>();

  /** Where an attempt stands. */
  record Place(Segment segment, int slot) {
    AttemptState state() {
      return segment.at(slot);
    }

    void set(AttemptState state) {
      segment.set(slot, state);
    }

    /** The first ring of an attempt that is open. */
    Ring ring() {
      try {
        return segment.ringAt(state().at());
      } catch (IOException e) {
        throw new UncheckedIOException("the ledger cannot be read", e);
      }
    }
  }

  /**
   * What {@code store} keeps.
   *
   * @param size of a segment
   * @param room for all of them together, bytes
   */
  SegmentList(SegmentStore store, Segment.Size size, long room) throws IOException {
    this.store = store;
    this.size = size;
    this.room = room;
    segments.addAll(store.load());
  }

  /** All of them; there is at least one after the first {@link #begin}. */
  List<Segment> all() {
    return segments;
  }

  Segment last() {
    return segments.getLast();
  }

  /** Begins another one, which goes on from {@code totals}. */
  void begin(LedgerTotals totals) throws IOException {
    long number = segments.isEmpty() ? 1 : segments.getLast().number() + 1;
    Segment next = store.create(new LedgerLine.Head(number, totals.rings()));
    next.wrote(next.length(), totals);
    segments.add(next);
    while (segments.size() > 2 && bytes() + size.together() > room) {
      store.drop(segments.removeFirst());
    }
  }

  /** The last one, or another one where that is full. */
  Segment active(LedgerTotals totals) throws IOException {
    if (last().full()) {
      store.seal(last());
      begin(totals);
    }
    return last();
  }

  /** Where an attempt stands; null where none of them knows it. */
  Place locate(String attemptId) {
    long hash = AttemptTable.hash(attemptId);
    for (int i = segments.size() - 1; i >= 0; i--) {
      int slot = segments.get(i).find(hash);
      if (slot >= 0) {
        return new Place(segments.get(i), slot);
      }
    }
    return null;
  }

  /** What text and indexes take, bytes. */
  long bytes() {
    return segments.stream().mapToLong(Segment::bytes).sum();
  }

  void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }
}
