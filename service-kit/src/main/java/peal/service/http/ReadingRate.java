package peal.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Sees to it that who reads a long answer reads on. As long as it is written a place is held for
 * it, here and where it comes from; a reader of a byte a minute would hold that for ever. Time in
 * which there is nothing to write does not count.
 */
final class ReadingRate extends OutputStream {
  /** Between two looks. */
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** Bytes that a reader must take from one look to the next: a kilobyte a second. */
  static final int LEAST = 30 * 1024;

  private final OutputStream out;
  private volatile long written;
  private volatile boolean writing;
  private long seen;
  private boolean waited;

  /** An answer that goes to {@code out}. */
  ReadingRate(OutputStream out) {
    this.out = out;
  }

  /**
   * Looks until the thread is interrupted, or the reader is too slow: then it does {@code stop}.
   */
  Thread watch(Runnable stop) {
    return Thread.ofVirtual()
        .name("reading-rate")
        .start(() -> {
          try {
            do {
              Thread.sleep(EVERY);
            } while (fastEnough());
            stop.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Whether the reader did not keep us waiting since the last look, or took enough. */
  boolean fastEnough() {
    boolean waits = writing;
    boolean slow = waits && waited && written - seen < LEAST;
    waited = waits;
    seen = written;
    return !slow;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  // Only the thread that makes the answer writes; the other reads.
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    writing = true;
    try {
      out.write(bytes, offset, length);
      written += length;
    } finally {
      writing = false;
    }
  }

  @Override
  public void flush() throws IOException {
    writing = true;
    try {
      out.flush();
    } finally {
      writing = false;
    }
  }

  @Override
  public void close() throws IOException {
    writing = true;
    try {
      out.close();
    } finally {
      writing = false;
    }
  }
}
