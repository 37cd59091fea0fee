package peal.ingest.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import peal.ingest.csv.CsvBytes;

/** An upload on disk; gone once it is closed. Written by one thread, then read by any. */
public final class SpooledFile implements CsvBytes, AutoCloseable {
  private final FileChannel channel;

  SpooledFile(FileChannel channel) {
    this.channel = channel;
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
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

  @Override
  public void close() throws IOException {
    channel.close();
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
