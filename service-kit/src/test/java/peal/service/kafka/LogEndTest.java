package peal.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LogEndTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final Semaphore answers = new Semaphore(0);
  private final LogEnd end =
      new LogEnd(limit -> {
        long now = asked.incrementAndGet();
        answers.acquire();
        return now;
      });

  @Test
  void manyAtOnceAreAnsweredByOneQuestionThatWasAskedAfterTheyCame() {
    CompletableFuture<Long> first = ask();
    await().until(() -> asked.get() == 1);
    AtomicInteger waiting = new AtomicInteger();
    List<CompletableFuture<Long>> others =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(
                    () -> {
                      waiting.incrementAndGet();
                      return get();
                    },
                    Thread::startVirtualThread))
            .limit(20)
            .toList();
    await().until(() -> waiting.get() == 20);

    answers.release(100);

    assertThat(first.join()).isEqualTo(1);
    // Whoever had not come yet when the second was asked needs a third.
    assertThat(others.stream().map(CompletableFuture::join)).allMatch(answer -> answer >= 2);
    assertThat(asked.get()).isBetween(2, 21);
  }

  @Test
  void whoComesLaterIsToldOfWhatWasWrittenMeanwhile() {
    answers.release(2);

    assertThat(get()).isEqualTo(1);
    assertThat(get()).isEqualTo(2);
  }

  private CompletableFuture<Long> ask() {
    return CompletableFuture.supplyAsync(this::get, Thread::startVirtualThread);
  }

  private long get() {
    try {
      return end.get(Duration.ofSeconds(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
