package peal.simulator;

import java.nio.ByteBuffer;
import peal.domain.Outcome;

/** Figures over everything that the ledger ever wrote down, dropped segments included. */
final class LedgerTotals {
  private static final int OUTCOMES = Outcome.values().length;

  /** Stored size, bytes. */
  static final int BYTES = (4 + OUTCOMES) * Long.BYTES + RingTimes.BYTES;

  private long rings;
  private long attempts;
  private long mostRings;
  private long requests;
  private final long[] ended = new long[OUTCOMES];
  private final RingTimes times = new RingTimes();

  void rang(Ring ring) {
    rings++;
    attempts += ring.count() == 1 ? 1 : 0;
    mostRings = Math.max(mostRings, ring.count());
    times.add(ring.micros());
  }

  void asked() {
    requests++;
  }

  void ended(Outcome how) {
    ended[how.ordinal()]++;
  }

  long rings() {
    return rings;
  }

  LedgerSummary summary() {
    return LedgerSummary.of(rings, attempts, mostRings, requests, ended.clone(), times.figures());
  }

  void store(ByteBuffer to, int at) {
    long[] counts = {rings, attempts, mostRings, requests};
    for (int i = 0; i < counts.length; i++) {
      to.putLong(at + i * Long.BYTES, counts[i]);
    }
    for (int i = 0; i < OUTCOMES; i++) {
      to.putLong(at + (counts.length + i) * Long.BYTES, ended[i]);
    }
    times.store(to, at + (counts.length + OUTCOMES) * Long.BYTES);
  }

  void load(ByteBuffer from, int at) {
    rings = from.getLong(at);
    attempts = from.getLong(at + 8);
    mostRings = from.getLong(at + 16);
    requests = from.getLong(at + 24);
    for (int i = 0; i < OUTCOMES; i++) {
      ended[i] = from.getLong(at + (4 + i) * Long.BYTES);
    }
    times.load(from, at + (4 + OUTCOMES) * Long.BYTES);
  }
}
