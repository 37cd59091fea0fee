package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KeptAliveTest {
  private static final Duration SHORT_LIFE = Duration.ofSeconds(3);

  private final BlockingQueue<Life> launched = new LinkedBlockingQueue<>();
  private final List<String> said = new CopyOnWriteArrayList<>();

  private record Life(CompletableFuture<?> end) implements KeptAlive.Life {
    Life() {
      this(new CompletableFuture<>());
    }

    @Override
    public void close() {
      end.complete(null);
    }
  }

  @Test
  void whatDiesIsStartedAgainAndAPersonIsTold() throws InterruptedException {
    Life first = new Life();
    try (KeptAlive kept = kept(first)) {
      // when
      first.close();
      Life second = launched.poll(60, TimeUnit.SECONDS);

      // then
      assertThat(second).isNotNull();
      assertThat(said).singleElement().asString().contains("the phone network has died");
      kept.close();
      assertThat(second.end()).isDone();
    }
  }

  @Test
  void whatCannotBeStartedForAnErrorIsStartedLater() throws InterruptedException {
    AtomicBoolean failed = new AtomicBoolean();
    Life first = new Life();
    try (KeptAlive kept =
        new KeptAlive(
            "the phone network",
            first,
            () -> {
              if (failed.compareAndSet(false, true)) {
                throw new StackOverflowError("a fault that a test wants");
              }
              Life next = new Life();
              launched.add(next);
              return next;
            },
            new Restarts(),
            said::add)) {
      first.close();

      assertThat(launched.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(failed).isTrue();
    }
  }

  @Test
  void whatIsEndedStaysSo() {
    Life first = new Life();
    kept(first).close();

    assertThat(first.end()).isDone();
    assertThat(launched).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void eachDeathInARowWaitsLongerAndAfterTenNothingIsStartedAnyMore() {
    Restarts restarts = new Restarts();

    assertThat(restarts.afterDeath(SHORT_LIFE)).contains(Duration.ofMillis(500));
    assertThat(restarts.afterDeath(SHORT_LIFE)).contains(Duration.ofSeconds(1));
    for (int death = 3; death < 10; death++) {
      restarts.afterDeath(SHORT_LIFE);
    }
    assertThat(restarts.afterDeath(SHORT_LIFE)).contains(Duration.ofSeconds(30));
    assertThat(restarts.afterDeath(SHORT_LIFE)).isEqualTo(Optional.empty());
  }

  @Test
  void aLongLifeMakesDeathsBeforeItForgotten() {
    Restarts restarts = new Restarts();
    restarts.afterDeath(SHORT_LIFE);
    restarts.afterDeath(SHORT_LIFE);

    assertThat(restarts.afterDeath(Duration.ofHours(1))).contains(Duration.ofMillis(500));
  }

  private KeptAlive kept(Life first) {
    return new KeptAlive(
        "the phone network",
        first,
        () -> {
          Life next = new Life();
          launched.add(next);
          return next;
        },
        new Restarts(),
        said::add);
  }
}
