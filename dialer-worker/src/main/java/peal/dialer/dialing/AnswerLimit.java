package peal.dialer.dialing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends the wait for a carrier that never answers, so that whatever place was taken for it comes
 * back.
 *
 * @param time the longest wait
 */
record AnswerLimit(Duration time) {
  /** Puts {@code question}; a fault while it is put is the answer's, and no answer is a fault. */
  <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
    try {
      return question
          .get()
          .toCompletableFuture()
          .copy()
          .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RuntimeException | Error fault) {
      // No thread to be had is an Error; the place must come back all the same.
      return CompletableFuture.failedStage(fault);
    }
  }
}
