package peal.service.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads on, and forgets, what a client still sends of a body after its request was answered. A
 * connection that is closed with bytes unread is reset, and a reset takes back an answer that the
 * client has not read yet: it would see a broken connection in place of its 413. Web servers call
 * this a lingering close.
 */
public final class UnreadBodies extends Handler.Wrapper {
  /** More than any body that is taken; whoever sends on after that is cut off. Bytes. */
  private static final long MOST = 64L * 1024 * 1024;

  private static final String IN_USE = "peal.body-in-use";

  private final long most;
  private final Duration within;

  /** Reads on for five seconds, which is enough for a slow client to see the answer. */
  UnreadBodies(Handler handler) {
    this(handler, MOST, Duration.ofSeconds(5));
  }

  /**
   * Reads on.
   *
   * @param most bytes of one body that are read on
   * @param within how long it is read on, from when nothing more was there at once
   */
  UnreadBodies(Handler handler, long most, Duration within) {
    super(handler);
    this.most = most;
    this.within = within;
  }

  /** Says that another thread is still reading the body, which therefore must be left alone. */
  public static void leave(Context ctx) {
    ctx.attribute(IN_USE, true);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Who asks before sending has sent nothing when the answer is a refusal.
    if (request.getLength() == 0 || request.getHeaders().contains(HttpHeader.EXPECT)) {
      return super.handle(request, response, callback);
    }
    return super.handle(
        new TakenForRead(request),
        response,
        Callback.from(() -> new Rest(request, callback).passOver(), callback::failed));
  }

  /** The rest of one request's body. One thread at a time: Jetty calls again when more is there. */
  private final class Rest {
    private final Request request;
    private final Callback answered;
    private Scheduler.Task limit;
    private long passed;

    Rest(Request request, Callback answered) {
      this.request = request;
      this.answered = answered;
    }

    void passOver() {
      if (request.getAttribute(IN_USE) != null) {
        answered.succeeded();
        return;
      }
      while (passed <= most) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          awaitMore();
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          break;
        }
        passed += chunk.remaining();
        chunk.release();
        if (chunk.isLast()) {
          break;
        }
      }
      if (limit != null) {
        limit.cancel();
      }
      answered.succeeded();
    }

    private void awaitMore() {
      if (limit == null) {
        limit =
            request
                .getComponents()
                .getScheduler()
                .schedule(
                    () -> request.fail(new TimeoutException("the rest takes too long to come in")),
                    within.toMillis(),
                    TimeUnit.MILLISECONDS);
      }
      request.demand(this::passOver);
    }
  }

  /** Else the connection would be closed for what is going to be read. */
  private static final class TakenForRead extends Request.Wrapper {
    TakenForRead(Request request) {
      super(request);
    }

    @Override
    public boolean consumeAvailable() {
      return true;
    }
  }
}
