package peal.service.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is written as it is made. Once it has begun there is no way to say that it failed
 * but to break the connection: the client then sees that the end is missing. The same happens to
 * who reads less than a kilobyte a second of it.
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
    /** Writes everything; need not close {@code out}. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Answers with {@code body}. Status and headers must have been set, and all that can be refused
   * must have been refused.
   */
  public static void to(Context ctx, Body body) {
    ctx.attribute(BEGUN, true);
    ReadingRate out = new ReadingRate(ctx.outputStream());
    Thread watch = out.watch(() -> breakOff(ctx));
    try {
      body.writeTo(out);
      // Where the answer is compressed, this writes its end.
      out.close();
    } catch (IOException e) {
      // The reader has gone, or whoever the body comes from: either way nobody can be told.
      LOG.debug("{} broke off.", ctx.path(), e);
      breakOff(ctx);
    } catch (RuntimeException e) {
      LOG.warn("{} broke off: {}", ctx.path(), e.toString());
      breakOff(ctx);
    } finally {
      watch.interrupt();
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
}
