package peal.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the whole lines of a text, from any place up to an end that was known before. */
final class LedgerLines {
  private static final int CHUNK = 65_536;
  private static final int LONGEST = 1_024;

  private final SegmentText text;
  private final long end;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private long position;
  private long next;

  /** Lines that begin from {@code position} on and end before {@code end}. */
  LedgerLines(SegmentText text, long position, long end) {
    this.text = text;
    this.next = position;
    this.end = end;
  }

  /** The next line without its end, or null where there is no whole one. */
  String next() throws IOException {
    while (true) {
      for (int i = chunk.position(); i < chunk.limit(); i++) {
        if (chunk.get(i) == '\n') {
          return take(i);
        }
      }
      if (!more()) {
        return null;
      }
    }
  }

  private String take(int lineEnd) {
    int begin = chunk.position();
    position = next;
    next += lineEnd + 1 - begin;
    chunk.position(lineEnd + 1);
    return new String(chunk.array(), begin, lineEnd - begin, StandardCharsets.UTF_8);
  }

  private boolean more() throws IOException {
    chunk.compact();
    long from = next + chunk.position();
    chunk.limit((int) Math.min(chunk.capacity(), chunk.position() + Math.max(0, end - from)));
    int read = chunk.position() < LONGEST * 2 && chunk.hasRemaining() ? text.read(from, chunk) : -1;
    chunk.flip();
    return read > 0;
  }

  /** Where the line that was read last begins, bytes from the beginning of the text. */
  long position() {
    return position;
  }

  /** Where the next one will. */
  long nextPosition() {
    return next;
  }
}
