package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import peal.standalone.display.Progress;
import peal.standalone.display.Tally;

/** Follows one batch. */
final class Watching {
  private static final long POLL_MILLIS = 300;

  /** A server that restarts is back within this many polls, about a minute. */
  private static final int PATIENCE = 200;

  private final GatewayClient client;
  private final String batch;

  Watching(GatewayClient client, String batch) {
    this.client = client;
    this.batch = batch;
  }

  /**
   * Shows the progress until the batch has ended.
   *
   * @return the exit code: 0 when it completed, 1 when it was cancelled or failed
   */
  int untilComplete() throws InterruptedException {
    try (Progress progress = Progress.on(System.err)) {
      JsonNode status = client.progress(batch);
      while (true) {
        progress.show(Tally.of(status));
        if (status.path("isComplete").asBoolean()) {
          return status.path("status").asText().equals("completed") ? 0 : 1;
        }
        Thread.sleep(POLL_MILLIS);
        status = patientProgress();
      }
    }
  }

  private JsonNode patientProgress() throws InterruptedException {
    for (int failures = 1; ; failures++) {
      try {
        return client.progress(batch);
      } catch (Refused e) {
        boolean mayHeal = e.status() == 0 || e.status() == 503;
        if (!mayHeal || failures >= PATIENCE) {
          throw e;
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }
}
