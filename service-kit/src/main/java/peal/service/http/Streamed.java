package peal.service.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is written as it is made. Once it has begun there is no way to say that it failed
 * but to break the connection: the client then sees that the end is missing.
 */
public final class Streamed {
  private static final Logger LOG = LoggerFactory.getLogger(Streamed.class);

  private static final String BEGUN = "peal.streamed";

  private Streamed() {}

  /** Whether the answer's body has been written here, so that nobody else may write one. */
  static boolean has(Context ctx) {
    return ctx.attribute(BEGUN) != null;
  }

  /** What writes an answer's body. */
  @FunctionalInterface
  public interface Body {
    /**
     * Writes everything; need not close {@code out}. What is flushed is sent at once, unless the
     * answer is compressed.
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Answers with {@code body}. Status and headers must have been set, and all that can be refused
   * must have been refused.
   */
  public static void to(Context ctx, Body body) {
    ctx.attribute(BEGUN, true);
    try {
      OutputStream out = new Flushed(ctx);
      body.writeTo(out);
      // Where the answer is compressed, this writes its end.
      out.close();
    } catch (IOException e) {
      // The reader has gone, or whoever the body comes from: either way nobody can be told.
      LOG.debug("{} broke off.", ctx.path(), e);
      breakOff(ctx);
    } catch (RuntimeException | Error e) {
      LOG.warn("{} broke off: {}", ctx.path(), e.toString());
      breakOff(ctx);
    }
  }

  /** Ends the connection without the end that the answer should have had. */
  private static void breakOff(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  /** The stream of an answer, which itself keeps a flush to itself. */
  private static final class Flushed extends OutputStream {
    private final Context ctx;
    private final OutputStream out;
    private boolean begun;

    Flushed(Context ctx) {
      this.ctx = ctx;
      this.out = ctx.outputStream();
    }

    @Override
    public void write(int b) throws IOException {
      begun = true;
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      begun = true;
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      // Whether it is compressed is decided by the first write, and is told before what is sent.
      if (begun) {
        ctx.res().flushBuffer();
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
