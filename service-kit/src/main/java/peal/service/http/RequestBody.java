package peal.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads a request's body whole, in a bounded time. For handlers of Jetty itself. */
public final class RequestBody {
  private static final int PIECE = 16 << 10;

  private RequestBody() {}

  /**
   * How much room the body takes, bytes.
   *
   * @param longest what one takes that does not tell its length, bytes
   */
  public static long room(Request request, int longest) {
    long length = request.getLength();
    return length < 0 ? longest : length;
  }

  /**
   * The body, of which no more than {@code longest} bytes and one are read. Blocks until then; for
   * virtual threads.
   *
   * @param within how long it may take to come in; who is slower is cut off
   * @throws IOException when it does not come in whole, or in time
   */
  public static byte[] read(Request request, int longest, Duration within) throws IOException {
    return read(request, longest, within, bytes -> {});
  }

  /**
   * As the other one.
   *
   * @param coming told of each piece that came in, bytes, before the next is waited for; what it
   *     throws ends the reading
   */
  static byte[] read(Request request, int longest, Duration within, IntConsumer coming)
      throws IOException {
    // Nearly always the body came in with its head, and no timer is needed.
    Content.Chunk first = request.read();
    byte[] begin = first == null ? new byte[0] : bytes(first);
    coming.accept(begin.length);
    boolean whole = first != null && (first.isLast() || begin.length == request.getLength());
    if (whole || begin.length > longest) {
      return begin;
    }
    Scheduler.Task limit =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> request.fail(new TimeoutException("the body takes too long to come in")),
                within.toMillis(),
                TimeUnit.MILLISECONDS);
    try {
      InputStream rest = Content.Source.asInputStream(request);
      ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(PIECE, begin.length));
      body.writeBytes(begin);
      byte[] piece = new byte[PIECE];
      while (body.size() <= longest) {
        int read = rest.read(piece, 0, Math.min(PIECE, longest + 1 - body.size()));
        if (read < 0) {
          break;
        }
        coming.accept(read);
        body.write(piece, 0, read);
      }
      return body.toByteArray();
    } finally {
      limit.cancel();
    }
  }

  private static byte[] bytes(Content.Chunk chunk) throws IOException {
    if (Content.Chunk.isFailure(chunk)) {
      throw new IOException("the body was cut off", chunk.getFailure());
    }
    ByteBuffer buffer = chunk.getByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    chunk.release();
    return bytes;
  }
}
