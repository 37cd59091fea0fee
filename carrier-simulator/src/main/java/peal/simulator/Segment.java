package peal.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import peal.domain.Outcome;

/**
 * A part of the ledger: the text of its rings and ends, and an index that says what is known of the
 * attempts that rang first in it, and what the whole ledger's figures were at its last line. The
 * index may be a file's memory: then it is there when a process that was killed is started again.
 * Not thread-safe, but for {@link #text}.
 *
 * <p>The index is changed after the text; lines behind {@link #length} are applied again.
 */
final class Segment implements Closeable {
  private static final long MAGIC = 0x5045_414c_4944_5831L;
  private static final int LENGTH = 8;
  private static final int FIRST_RING = 16;
  private static final int RINGS = 24;
  private static final int ATTEMPTS = 32;
  private static final int OPEN = 40;
  private static final int TOTALS = 48;
  private static final int HEADER = 512;

  private final long number;
  private final int mostText;
  private final SegmentText text;
  private final ByteBuffer index;
  private final AttemptTable table;

  /**
   * How much goes into one.
   *
   * @param text bytes of text
   * @param attempts attempts that ring first in it
   */
  record Size(int text, int attempts) {
    /**
     * So that at least a dozen fit into {@code room} bytes, and none has more than 8 MB of text.
     */
    static Size within(long room) {
      int text = Math.clamp(room / 16, 16_384, 8 << 20);
      return new Size(text, text / 128);
    }

    /** Bytes of an index. */
    int index() {
      return indexBytes(attempts);
    }

    /** Bytes of text and index together. */
    long together() {
      return (long) text + index();
    }
  }

  /** A segment that lies in {@code text} and {@code index}, which may be empty, of zeros. */
  Segment(long number, Size size, SegmentText text, ByteBuffer index) {
    this.number = number;
    this.mostText = size.text();
    this.text = text;
    this.index = index;
    this.table = new AttemptTable(index, HEADER);
  }

  /** Bytes of an index for so many attempts. */
  static int indexBytes(int attempts) {
    return HEADER + AttemptTable.bytesFor(attempts);
  }

  /** For how many attempts an index of so many bytes is. */
  static int attemptsOf(int indexBytes) {
    return (indexBytes - HEADER) / AttemptTable.bytesFor(8) * 8;
  }

  /** Whether its index has been written to; otherwise it must be made anew. */
  boolean indexed() {
    return index.getLong(0) == MAGIC;
  }

  /** Begins the index of a segment whose text begins with {@code head}. */
  void begin(LedgerLine.Head head) {
    index.putLong(FIRST_RING, head.firstRing());
    index.putLong(LENGTH, head.bytes().length);
  }

  long number() {
    return number;
  }

  SegmentText text() {
    return text;
  }

  /** Bytes of text that the index knows. */
  long length() {
    return index.getLong(LENGTH);
  }

  /** Bytes of text and index. */
  long bytes() {
    return length() + index.capacity();
  }

  /** How many rings there were before it. */
  long firstRing() {
    return index.getLong(FIRST_RING);
  }

  /** How many rings are in it. */
  long rings() {
    return index.getLong(RINGS);
  }

  /** Whether another line, and the attempt that it may bring, must go into the next segment. */
  boolean full() {
    return length() >= mostText || index.getLong(ATTEMPTS) >= table.slots() / 2;
  }

  /** Writes {@code line} behind the others; it does not count before {@link #wrote}. */
  void write(LedgerLine line) throws IOException {
    text.write(length(), line.bytes());
  }

  /** All that follows from the text up to {@code length} stands in the indexes. */
  void wrote(long length, LedgerTotals totals) {
    totals.store(index, TOTALS);
    index.putLong(LENGTH, length);
    index.putLong(0, MAGIC);
  }

  /** The figures at its last line; leaves {@code into} as it is where the index is new. */
  void loadTotals(LedgerTotals into) {
    if (indexed()) {
      into.load(index, TOTALS);
    }
  }

  /** The slot of the attempt whose id has this hash, or -1 when it did not ring first here. */
  int find(long hash) {
    return table.find(hash);
  }

  AttemptState at(int slot) {
    return table.at(slot);
  }

  void set(int slot, AttemptState state) {
    table.set(slot, state);
  }

  /** An attempt rings for the first time; the line at {@code position} tells. */
  void add(long hash, long position) {
    table.add(hash, AttemptState.rang(position));
    index.putLong(ATTEMPTS, index.getLong(ATTEMPTS) + 1);
    index.putLong(OPEN, index.getLong(OPEN) + 1);
  }

  /** A ring stands in the text. */
  void countRing() {
    index.putLong(RINGS, index.getLong(RINGS) + 1);
  }

  /** The attempt in {@code slot}, which is open, is over. */
  void end(int slot, Outcome how, long millis) {
    table.set(slot, table.at(slot).ended(how, millis));
    index.putLong(OPEN, index.getLong(OPEN) - 1);
  }

  /** The first rings of the attempts that are open. */
  List<Ring> open() throws IOException {
    List<Ring> open = new ArrayList<>();
    for (int slot = 0; index.getLong(OPEN) > open.size() && slot < table.slots(); slot++) {
      if (table.used(slot) && table.at(slot).open()) {
        open.add(ringAt(table.at(slot).at()));
      }
    }
    return open;
  }

  /** The ring whose line begins at {@code position}. */
  Ring ringAt(long position) throws IOException {
    String line = new LedgerLines(text, position, length()).next();
    if (line != null && LedgerLine.parse(line) instanceof LedgerLine.Rang(Ring ring)) {
      return ring;
    }
    throw new IOException("the ledger's index points to a line that is no ring");
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
