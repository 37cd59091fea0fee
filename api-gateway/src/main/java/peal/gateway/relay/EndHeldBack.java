package peal.gateway.relay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream whose last block is given out only when all of it has been read and {@code gate} has let
 * it pass. Not thread-safe.
 */
final class EndHeldBack extends InputStream {
  private static final int BLOCK = 16 << 10;

  /** Decides, once, whether the end may be given out. */
  @FunctionalInterface
  interface Gate {
    /** Lets it pass, or throws. */
    void pass() throws IOException;
  }

  private final InputStream in;
  private final Gate gate;
  private byte[] given = new byte[0];
  private byte[] held = new byte[0];
  private int at;
  private boolean ended;

  EndHeldBack(InputStream in, Gate gate) {
    this.in = in;
    this.gate = gate;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    while (at == given.length) {
      if (ended) {
        return -1;
      }
      next();
    }
    int count = Math.min(most, given.length - at);
    System.arraycopy(given, at, into, from, count);
    at += count;
    return count;
  }

  private void next() throws IOException {
    byte[] block = new byte[BLOCK];
    int count = in.read(block, 0, BLOCK);
    if (count < 0) {
      gate.pass();
      ended = true;
    }
    given = held;
    held = count < 0 ? new byte[0] : Arrays.copyOf(block, count);
    at = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
