package peal.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Where the lines of a segment are: a file, or memory. Written at one place at a time. */
interface SegmentText extends Closeable {
  /** Writes all of {@code bytes} at {@code position}, over what may be there. */
  void write(long position, byte[] bytes) throws IOException;

  /** Reads some bytes from {@code position} on; -1 at the end, as channels do. */
  int read(long position, ByteBuffer into) throws IOException;

  /** Forgets what is behind {@code length}. */
  void cut(long length) throws IOException;

  /** Lines in a file; what is written is the operating system's when the call returns. */
  record InFile(FileChannel channel) implements SegmentText {
    @Override
    public void write(long position, byte[] bytes) throws IOException {
      ByteBuffer from = ByteBuffer.wrap(bytes);
      while (from.hasRemaining()) {
        channel.write(from, position + from.position());
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public void cut(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Lines in memory. Thread-safe. */
  final class InMemory implements SegmentText {
    private byte[] bytes = new byte[1_024];
    private int length;

    @Override
    public synchronized void write(long position, byte[] line) {
      int at = Math.toIntExact(position);
      if (at + line.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(at + line.length, bytes.length * 2));
      }
      System.arraycopy(line, 0, bytes, at, line.length);
      length = at + line.length;
    }

    @Override
    public synchronized int read(long position, ByteBuffer into) {
      int some = (int) Math.min(into.remaining(), length - position);
      if (some <= 0) {
        return -1;
      }
      into.put(bytes, (int) position, some);
      return some;
    }

    @Override
    public synchronized void cut(long end) {
      length = Math.min(length, Math.toIntExact(end));
    }

    @Override
    public void close() {}
  }
}
