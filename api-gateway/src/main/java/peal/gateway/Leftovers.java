package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The rest of a body that is refused unread. Closing a connection on which bytes still come in
 * resets it, and many clients then never see the answer. So what comes at once is read and thrown
 * away first, within bounds: 64 MB, two seconds, a quarter of a second of silence.
 */
public final class Leftovers {
  private static final long MOST = 64L << 20;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);
  private static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final String IN_USE = "peal.body-in-use";

  private Leftovers() {}

  /** Says that someone is still reading the body, which therefore must be left alone. */
  public static void leave(Context ctx) {
    ctx.attribute(IN_USE, true);
  }

  static void addTo(JavalinConfig config) {
    config.routes.after(Leftovers::discard);
  }

  private static void discard(Context ctx) {
    boolean hasBody =
        ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null;
    // A client that waits for a go-ahead sends nothing if it gets another answer.
    if (ctx.statusCode() >= 400
        && hasBody
        && ctx.header("Expect") == null
        && ctx.attribute(IN_USE) == null) {
      try {
        discard(ctx.req().getInputStream(), Math.min(length(ctx), MOST));
      } catch (IOException e) {
        // Nobody is there to read the answer.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long length(Context ctx) {
    long length = ctx.req().getContentLengthLong();
    return length < 0 ? MOST : length;
  }

  private static void discard(ServletInputStream in, long most)
      throws IOException, InterruptedException {
    byte[] block = new byte[64 << 10];
    long begin = System.nanoTime();
    long heard = begin;
    long read = 0;
    while (read < most && heard - begin < LONGEST && System.nanoTime() - heard < SILENCE) {
      // Only what is there already: a read would wait for a client that says nothing.
      if (in.available() > 0) {
        read += Math.max(0, in.read(block));
        heard = System.nanoTime();
      } else if (in.isFinished()) {
        return;
      } else {
        Thread.sleep(2);
      }
    }
  }
}
