package peal.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import peal.service.ByteBudget;
import peal.service.http.ApiError;

/** Hundreds of answers may come in at once, and each may be megabytes. */
class ArrivalTest {
  private static final int PIECE = 64 << 10;

  private final ByteBudget room = new ByteBudget(8L * PIECE);
  private final AtomicBoolean cancelled = new AtomicBoolean();

  private Arrival begun(String path) {
    return begun(path, Duration.ofMinutes(10));
  }

  private Arrival begun(String path, Duration limit) {
    Arrival arrival = new Arrival(room, Arrival.ownerOf(path), limit);
    arrival.onSubscribe(
        new Subscription() {
          @Override
          public void request(long more) {}

          @Override
          public void cancel() {
            cancelled.set(true);
          }
        });
    return arrival;
  }

  private static void come(Arrival arrival, int bytes) {
    arrival.onNext(List.of(ByteBuffer.allocate(bytes)));
  }

  @Test
  void whatIsHereCountsUntilAllOfItIs() {
    Arrival arrival = begun("/workspaces/acme/batches");
    come(arrival, PIECE);
    assertThat(room.taken()).as("a short one").isZero();
    come(arrival, 10);
    assertThat(room.taken()).isEqualTo(PIECE);

    arrival.onComplete();

    assertThat(room.taken()).isZero();
    assertThat(arrival.getBody().toCompletableFuture().join()).hasSize(PIECE + 10);
  }

  /** A projector that was halted in the middle of it: the client waits for the head alone. */
  @Test
  void whatNeverComesToItsEndHoldsNothing() {
    Arrival arrival = begun("/workspaces/acme/batches", Duration.ofMillis(20));
    come(arrival, 3 * PIECE);

    assertThatThrownBy(() -> arrival.getBody().toCompletableFuture().join())
        .hasCauseInstanceOf(TimeoutException.class);

    await().atMost(Duration.ofSeconds(60)).until(() -> room.taken() == 0);
    assertThat(cancelled).isTrue();
    come(arrival, 3 * PIECE);
    assertThat(room.taken()).isZero();
  }

  @Test
  void whatThereIsNoRoomForIsReadNoFurtherAndHoldsNothing() {
    Arrival first = begun("/workspaces/acme/batches");
    come(first, 3 * PIECE);
    Arrival second = begun("/workspaces/acme/batches/batch_b1/calls/call_b1-0-1");
    come(second, 2 * PIECE);

    assertThat(cancelled).isTrue();
    assertThatThrownBy(() -> second.getBody().toCompletableFuture().join())
        .hasCauseInstanceOf(ApiError.class);
    assertThat(room.taken()).as("of the first").isEqualTo(2L * PIECE);
    Arrival others = begun("/workspaces/rival/batches");
    come(others, 2 * PIECE);
    assertThat(room.taken()).isEqualTo(3L * PIECE);
  }

  @Test
  void whatBreaksOffHoldsNothing() {
    Arrival arrival = begun("/workspaces/acme/batches");
    come(arrival, 2 * PIECE);

    arrival.onError(new IllegalStateException());

    assertThat(room.taken()).isZero();
  }
}
