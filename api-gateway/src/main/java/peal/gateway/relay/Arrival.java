package peal.gateway.relay;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import peal.gateway.Refusals;
import peal.service.ByteBudget;

/**
 * An answer that comes in from a service behind the gateway. What of it is here counts as its
 * workspace's, but for the first piece: hundreds may be asked for at once, and are refused before
 * they are all here. It ends with a 503 where there is no room.
 */
final class Arrival implements BodySubscriber<byte[]> {
  private static final int PIECE = 64 << 10;

  private final ByteBudget room;
  private final String owner;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final Deque<ByteBudget.Held> held = new ArrayDeque<>();
  private Subscription rest;

  /**
   * One that counts as {@code owner}'s.
   *
   * @param limit how long it may take to come; the client's own limit ends with the head
   */
  Arrival(ByteBudget room, String owner, Duration limit) {
    this.room = room;
    this.owner = owner;
    whole
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((bytes, fault) -> {
          if (fault instanceof TimeoutException) {
            drop();
          }
        });
  }

  /** Whose answer it is that is asked for at {@code path}; empty where it is nobody's. */
  static String ownerOf(String path) {
    String[] parts = path.split("/", 4);
    return parts.length > 2 && parts[1].equals("workspaces") ? parts[2] : "";
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public synchronized void onSubscribe(Subscription subscription) {
    rest = subscription;
    rest.request(1);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> pieces) {
    if (whole.isDone()) {
      return;
    }
    for (ByteBuffer piece : pieces) {
      byte[] more = new byte[piece.remaining()];
      piece.get(more);
      bytes.writeBytes(more);
    }
    while (bytes.size() > (held.size() + 1L) * PIECE) {
      ByteBudget.Held more = room.take(owner, PIECE).orElse(null);
      if (more == null) {
        drop();
        whole.completeExceptionally(Refusals.tooManyAnswers());
        return;
      }
      held.add(more);
    }
    rest.request(1);
  }

  @Override
  public synchronized void onError(Throwable fault) {
    end();
    whole.completeExceptionally(fault);
  }

  /** From here on it counts as what is answered. */
  @Override
  public synchronized void onComplete() {
    end();
    whole.complete(bytes.toByteArray());
  }

  private synchronized void drop() {
    if (rest != null) {
      rest.cancel();
    }
    end();
  }

  private void end() {
    held.forEach(ByteBudget.Held::close);
    held.clear();
  }
}
