package peal.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import peal.domain.Outcome;

/**
 * Every ring, in the order in which requests were handled, in segments. Where they take more than
 * their room, the oldest one is dropped: its rings cannot be read any more, and its attempts are
 * unknown. Figures over all of them stay. Thread-safe; a ring and an end are O(segments).
 */
final class Ledger implements AutoCloseable {
  private final SegmentList segments;
  private final LedgerTotals totals = new LedgerTotals();

  /** An empty ledger in memory, where it takes at most {@code room} bytes. */
  static Ledger inMemory(long room) {
    Segment.Size size = Segment.Size.within(room);
    return new Ledger(new SegmentStore.InMemory(size), size, room);
  }

  /**
   * What {@code store} keeps, and what will be written there.
   *
   * @param size of its segments
   * @param room for all of them together, bytes
   * @throws UncheckedIOException when it can be neither read nor written
   */
  Ledger(SegmentStore store, Segment.Size size, long room) {
    try {
      segments = new SegmentList(store, size, room);
      catchUp();
      if (segments.all().isEmpty()) {
        segments.begin(totals);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's files cannot be used", e);
    }
  }

  /** Applies the lines that the indexes do not know: those of a process that was killed. */
  private void catchUp() throws IOException {
    for (Segment segment : segments.all()) {
      segment.loadTotals(totals);
      LedgerLines lines = new LedgerLines(segment.text(), segment.length(), Long.MAX_VALUE);
      for (String line = lines.next(); line != null; line = lines.next()) {
        apply(LedgerLine.parse(line), segment, lines.position());
        segment.wrote(lines.nextPosition(), totals);
      }
      segment.text().cut(segment.length());
    }
  }

  private void apply(LedgerLine line, Segment segment, long position) {
    switch (line) {
      case LedgerLine.Rang(Ring ring) -> {
        totals.asked();
        applyRing(ring, segment, position);
      }
      case LedgerLine.Ended(String attemptId, Outcome how, long micros) -> {
        SegmentList.Place known = segments.locate(attemptId);
        if (known == null || known.state().open()) {
          applyEnd(known, how, micros);
        }
      }
      case LedgerLine.Head head -> {}
      case LedgerLine.Unknown unknown -> {}
    }
  }

  private void applyRing(Ring ring, Segment segment, long position) {
    SegmentList.Place known = segments.locate(ring.attemptId());
    if (known == null) {
      segment.add(AttemptTable.hash(ring.attemptId()), position);
    } else if (ring.count() > known.state().rings()) {
      known.set(known.state().rangAgain());
    }
    segment.countRing();
    totals.rang(ring);
  }

  private void applyEnd(SegmentList.Place known, Outcome how, long micros) {
    if (known != null) {
      known.segment().end(known.slot(), how, micros / 1_000);
    }
    totals.ended(how);
  }

  /**
   * Writes down a ring, unless the attempt has rung already and {@code again} is false; then it
   * only counts the request. One step: of two requests at the same time one rings.
   *
   * @param number E.164
   * @param atMicros µs since 1970
   * @return the ring, or nothing where none was made
   * @throws UncheckedIOException when it cannot be written; then nothing rang
   */
  synchronized Optional<Ring> ring(String attemptId, String number, long atMicros, boolean again) {
    SegmentList.Place known = segments.locate(attemptId);
    if (known != null && !again) {
      known.set(known.state().askedAgain());
      totals.asked();
      return Optional.empty();
    }
    int count = known == null ? 1 : known.state().rings() + 1;
    Ring ring = new Ring(attemptId, number, atMicros, count);
    write(new LedgerLine.Rang(ring));
    totals.asked();
    if (known != null) {
      known.set(known.state().askedAgain());
    }
    Segment segment = segments.last();
    applyRing(ring, segment, segment.length());
    wrote(new LedgerLine.Rang(ring));
    return Optional.of(ring);
  }

  private void write(LedgerLine line) {
    try {
      segments.active(totals).write(line);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }

  private void wrote(LedgerLine line) {
    Segment segment = segments.last();
    segment.wrote(segment.length() + line.bytes().length, totals);
  }

  /**
   * Writes down how an attempt ended; does nothing for one that has ended, or never rang.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  synchronized void ended(String attemptId, Outcome how, long atMicros) {
    SegmentList.Place known = segments.locate(attemptId);
    boolean pending = known == null ? forgotten() > 0 : known.state().open();
    if (!pending) {
      return;
    }
    LedgerLine line = new LedgerLine.Ended(attemptId, how, atMicros);
    write(line);
    applyEnd(known, how, atMicros);
    wrote(line);
  }

  /** What the index knows of an attempt, if it ever rang, and its segment is still there. */
  synchronized Optional<AttemptState> stateOf(String attemptId) {
    return Optional.ofNullable(segments.locate(attemptId)).map(SegmentList.Place::state);
  }

  /** As {@link #stateOf}, with the time. */
  synchronized Optional<LedgerEntry> find(String attemptId) {
    SegmentList.Place known = segments.locate(attemptId);
    if (known == null) {
      return Optional.empty();
    }
    AttemptState state = known.state();
    long since = state.open() ? known.ring().micros() : state.at() * 1_000;
    return Optional.of(
        new LedgerEntry(attemptId, state.rings(), state.requests(), state.outcome(), since));
  }

  /** How many rings there were. */
  synchronized long size() {
    return totals.rings();
  }

  /** How many of them were in segments that have been dropped. */
  synchronized long forgotten() {
    return segments.all().getFirst().firstRing();
  }

  /** What text and indexes take, bytes. */
  synchronized long bytes() {
    return segments.bytes();
  }

  /** What takes rings. */
  interface Reader {
    /** Takes the next one. */
    void take(Ring ring) throws IOException;
  }

  /**
   * Tells {@code reader} the rings from number {@code from} (counted from 0) up to, without, number
   * {@code end}, as far as they are there and have not been forgotten. Ringing goes on meanwhile.
   *
   * @throws IOException when the reader throws it, or a segment is dropped under its hands
   */
  void read(long from, long end, Reader reader) throws IOException {
    for (Part part : parts(from, end)) {
      LedgerLines lines = new LedgerLines(part.segment.text(), 0, part.length);
      long number = part.firstRing;
      for (String line = lines.next(); line != null && number < end; line = lines.next()) {
        if (LedgerLine.parse(line) instanceof LedgerLine.Rang(Ring ring)) {
          if (number >= from) {
            reader.take(ring);
          }
          number++;
        }
      }
    }
  }

  private record Part(Segment segment, long length, long firstRing) {}

  private synchronized List<Part> parts(long from, long end) {
    return segments.all().stream()
        .filter(it -> it.firstRing() < end && it.firstRing() + it.rings() > from)
        .map(it -> new Part(it, it.length(), it.firstRing()))
        .toList();
  }

  /** The first rings of the attempts whose end has not been written down. */
  synchronized List<Ring> open() {
    List<Ring> open = new ArrayList<>();
    try {
      for (Segment segment : segments.all()) {
        open.addAll(segment.open());
      }
      return open;
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be read", e);
    }
  }

  /** Figures over everything, what has been forgotten included. */
  synchronized LedgerSummary summary() {
    return totals.summary();
  }

  @Override
  public synchronized void close() {
    try {
      segments.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's files cannot be closed", e);
    }
  }
}
