package peal.ingest.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import peal.ingest.csv.CsvBytes;

/** An upload on disk; gone once it is closed. Written by one thread, then read by any. */
public final class SpooledFile implements CsvBytes, AutoCloseable {
  private final FileChannel channel;

  SpooledFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Appends {@code bytes}. */
  public void write(ByteBuffer bytes) throws DiskFault {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new DiskFault(e);
    }
  }

  /** A stream whose bytes are appended; closing it does not close the file. */
  public OutputStream append() {
    return new OutputStream() {
      @Override
      public void write(byte[] bytes, int from, int count) throws DiskFault {
        SpooledFile.this.write(ByteBuffer.wrap(bytes, from, count));
      }

      @Override
      public void write(int octet) throws DiskFault {
        write(new byte[] {(byte) octet}, 0, 1);
      }
    };
  }

  /** Its size so far, bytes. */
  public long size() throws IOException {
    return channel.size();
  }

  /** A stream of its own position; closing it does not close the file. */
  @Override
  public InputStream open() {
    return new Reading();
  }

  /** A channel of its own position, for reading; closing it does not close the file. */
  public SeekableByteChannel channel() {
    return new Seeking();
  }

  /**
   * Reads {@code target.length} bytes from {@code position} on.
   *
   * @throws IOException when the file has not as many
   */
  public void read(byte[] target, long position) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(target);
    while (rest.hasRemaining()) {
      if (channel.read(rest, position + rest.position()) < 0) {
        throw new IOException("the spooled file ends too soon");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class Seeking implements SeekableByteChannel {
    private long position;

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = channel.read(target, position);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = newPosition;
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {}
  }

  private final class Reading extends InputStream {
    private long position;

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
  }
}
