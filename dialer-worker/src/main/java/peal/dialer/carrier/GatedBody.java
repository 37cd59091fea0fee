package peal.dialer.carrier;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request body that is sent only once the order's last look has passed. The client asks for the
 * body when it has a connection, so whatever delayed the connection lies before the look, and only
 * one write lies after it. Without its body a carrier cannot ring: it has not been told the number.
 */
final class GatedBody implements BodyPublisher {
  private final byte[] body;
  private final Carrier.LastLook lastLook;
  private final Executor threads;

  GatedBody(byte[] body, Carrier.LastLook lastLook, Executor threads) {
    this.body = body;
    this.lastLook = lastLook;
    this.threads = threads;
  }

  /** The look said no, and the request was broken off. */
  static final class WithheldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private WithheldException() {
      super("withheld", null, false, false);
    }

    /** Whether {@code error} was caused by a look that said no. */
    static boolean isCauseOf(Throwable error) {
      return error instanceof WithheldException
          || (error.getCause() != null && isCauseOf(error.getCause()));
    }
  }

  @Override
  public long contentLength() {
    return body.length;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> client) {
    AtomicBoolean asked = new AtomicBoolean();
    client.onSubscribe(
        new Subscription() {
          @Override
          public void request(long buffers) {
            if (!asked.getAndSet(true)) {
              threads.execute(() -> send(client));
            }
          }

          @Override
          public void cancel() {
            asked.set(true);
          }
        });
  }

  private void send(Subscriber<? super ByteBuffer> client) {
    if (lastLook.passes()) {
      client.onNext(ByteBuffer.wrap(body));
      client.onComplete();
    } else {
      client.onError(new WithheldException());
    }
  }
}
