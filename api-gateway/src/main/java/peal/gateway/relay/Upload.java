package peal.gateway.relay;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import peal.gateway.Refusals;
import peal.gateway.access.Secret;
import peal.service.ByteBudget;
import peal.service.http.ApiError;
import peal.service.http.FormBoundary;
import peal.service.http.UnreadBodies;

/**
 * A request body on its way through the gateway, never held in memory. It ends with an error when
 * it grows too large or takes too long, so that an upload without an end ends here.
 */
public final class Upload implements RequestBody {
  private final Context ctx;
  private final long length;
  private final UploadLimits limits;
  private final long end;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile long read;
  private volatile boolean brokenOff;
  private volatile boolean tooSlow;
  private volatile boolean stopped;
  private volatile boolean handedOn;
  private volatile RuntimeException refused;
  private FormHash hash;
  private String what = "";
  private ApiError unknown;
  private Consumer<String> gate;

  private Upload(Context ctx, long length, UploadLimits limits) {
    this.ctx = ctx;
    this.length = length;
    this.limits = limits;
    this.end = limits.nanos().getAsLong() + limits.time().toNanos();
  }

  /**
   * Hashes it while it is read; to be asked for before that. What this takes of the heap counts as
   * {@code owner}'s until the answer is closed.
   *
   * @throws ApiError 503 when there is no room
   */
  public ByteBudget.Held hashed(String owner) {
    ByteBudget.Held held =
        limits.room().take(owner, FormHash.ROOM).orElseThrow(Refusals::tooManyBodies);
    hash = new FormHash(contentType().flatMap(FormBoundary::of));
    return held;
  }

  /**
   * Hands on the last of it only when {@code gate} has been given its hash and has let it pass.
   * What the gate throws ends the upload, which is then as if it had broken off.
   */
  public void holdBackItsEnd(Consumer<String> newGate) {
    gate = newGate;
  }

  /**
   * Reads what is left of it, and throws it away.
   *
   * @throws ApiError 413 when it is too large, 408 when it takes too long, 400 when the client
   *     broke off
   */
  public void drain() {
    byte[] block = new byte[64 << 10];
    try (InputStream rest = new Counted()) {
      while (rest.read(block, 0, block.length) >= 0) {
        // Only its hash is wanted.
      }
    } catch (IOException e) {
      throw refusal();
    }
  }

  /**
   * This, with what is answered where a service that has been given all of it does not answer: it
   * may have done all that it was asked.
   */
  public Upload orUnknown(ApiError answer) {
    unknown = answer;
    return this;
  }

  /** What {@link #hashed} has read; to be asked for once, when nobody reads any more. */
  public String hash() {
    return what.isEmpty() ? hash.value() : Secret.sha256(what + "\n" + hash.value());
  }

  /**
   * This, for {@code purpose}, which is part of its hash: the same for anything else has another.
   */
  public Upload isFor(String purpose) {
    what = purpose;
    return this;
  }

  /**
   * The body of a request, of which nothing has been read. Its time begins.
   *
   * @throws ApiError 413 when the request says that it has more
   */
  public static Upload of(Context ctx, UploadLimits limits) {
    long length = ctx.req().getContentLengthLong();
    if (length > limits.bytes()) {
      throw tooLarge(limits);
    }
    return new Upload(ctx, length, limits);
  }

  /** With the form's boundary. */
  @Override
  public Optional<String> contentType() {
    return Optional.ofNullable(ctx.header("Content-Type"));
  }

  @Override
  public boolean asksFirst() {
    return length > limits.doubtful();
  }

  /** The length is passed on if the client gave it. */
  @Override
  public BodyPublisher publisher() {
    if (length == 0) {
      return BodyPublishers.noBody();
    }
    BodyPublisher stream =
        BodyPublishers.ofInputStream(() -> new EndHeldBack(new Counted(), this::letPass));
    return length > 0 ? BodyPublishers.fromPublisher(stream, length) : stream;
  }

  @Override
  public void stop() {
    stopped = true;
    if (reading.tryLock()) {
      reading.unlock();
    } else {
      UnreadBodies.leave(ctx);
    }
  }

  private void letPass() throws IOException {
    if (stopped) {
      throw new Unwanted();
    }
    try {
      if (gate != null) {
        gate.accept(hash());
      }
      handedOn = true;
    } catch (RuntimeException e) {
      refused = e;
      throw new Unwanted();
    }
  }

  /** What the gate threw, if it did. */
  @Override
  public RuntimeException refusal() {
    if (refused != null) {
      return refused;
    }
    if (handedOn && unknown != null) {
      return unknown;
    }
    if (tooSlow) {
      return new ApiError(
          408,
          "Upload too slow",
          "The upload took more than %d s.".formatted(limits.time().toSeconds()),
          "UPLOAD_TOO_SLOW");
    }
    // An instance that has seen enough closes the connection, and its answer may get lost.
    if (read > Math.min(limits.bytes(), limits.doubtful())) {
      return tooLarge(limits);
    }
    if (brokenOff) {
      return Refusals.badRequest("The upload broke off before its end.");
    }
    return Refusals.unavailable("The upload was broken off behind the gateway. Try again.");
  }

  private static ApiError tooLarge(UploadLimits limits) {
    return new ApiError(
        413,
        "File too large",
        "A file may have at most %d MB.".formatted(limits.fileBytes() >> 20),
        "FILE_TOO_LARGE");
  }

  private static final class Unwanted extends IOException {
    private static final long serialVersionUID = 1L;

    Unwanted() {
      super("nothing more of this upload is wanted");
    }
  }

  private final class Counted extends FilterInputStream {
    Counted() {
      super(ctx.bodyInputStream());
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      reading.lock();
      try {
        // Looked at whenever something comes; of silence the server itself gets tired.
        tooSlow |= limits.nanos().getAsLong() - end > 0;
        if (stopped || tooSlow || read > limits.bytes()) {
          throw new Unwanted();
        }
        int n = super.read(into, from, most);
        read += Math.max(n, 0);
        if (hash != null) {
          hash.update(into, from, Math.max(n, 0));
        }
        return n;
      } catch (Unwanted e) {
        throw e;
      } catch (IOException e) {
        brokenOff = true;
        throw e;
      } finally {
        reading.unlock();
      }
    }
  }
}
