package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import peal.standalone.display.Progress;
import peal.standalone.display.Tally;

/** Follows one batch. */
final class Watching {
  private static final long POLL_MILLIS = 300;

  /** A key with a limit of 12 requests a minute is enough to watch by. */
  private static final long SLOWEST_MILLIS = 5_000;

  private static final int TOO_MANY_REQUESTS = 429;

  /** A server that restarts is back within this many polls, about a minute. */
  private static final int PATIENCE = 200;

  private final Supplier<JsonNode> batch;
  private final Pause pause;
  private long pollMillis = POLL_MILLIS;

  /** How to wait. */
  @FunctionalInterface
  interface Pause {
    /** Waits for so many milliseconds. */
    void millis(long millis) throws InterruptedException;
  }

  Watching(GatewayClient client, String batch) {
    this(() -> client.progress(batch), Thread::sleep);
  }

  /** Asks {@code batch} how it stands. */
  Watching(Supplier<JsonNode> batch, Pause pause) {
    this.batch = batch;
    this.pause = pause;
  }

  /**
   * Shows the progress until the batch has ended.
   *
   * @return the exit code: 0 when it completed, 1 when it was cancelled or failed
   */
  int untilComplete() throws InterruptedException {
    try (Progress progress = Progress.on(System.err)) {
      JsonNode status = batch.get();
      while (true) {
        progress.show(Tally.of(status));
        if (status.path("isComplete").asBoolean()) {
          return status.path("status").asText().equals("completed") ? 0 : 1;
        }
        pause.millis(pollMillis);
        status = patientProgress();
      }
    }
  }

  private JsonNode patientProgress() throws InterruptedException {
    for (int failures = 1; ; failures++) {
      try {
        return batch.get();
      } catch (Refused e) {
        boolean tooOften = e.status() == TOO_MANY_REQUESTS;
        boolean mayHeal = tooOften || e.status() == 0 || e.status() == 503;
        if (!mayHeal || failures >= PATIENCE) {
          throw e;
        }
        if (tooOften) {
          // A key may ask so often in a minute, and others may use it too.
          pollMillis = Math.min(SLOWEST_MILLIS, 2 * pollMillis);
        }
        pause.millis(pollMillis);
      }
    }
  }
}
