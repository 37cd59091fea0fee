package peal.projector.webhooks;

import java.time.Duration;
import java.util.Optional;
import peal.domain.Webhook;

/** Posts one event to a webhook, within a bounded time. Thread-safe. */
public interface Sender {
  /** Posts {@code body} as the event {@code id}; says what came of it, and throws nothing. */
  Sent send(Webhook webhook, String id, byte[] body);

  /**
   * What came of it.
   *
   * @param status HTTP status; 0 where there was none
   * @param fault what was wrong, for people, without a word of the receiver's; null where it was
   *     taken
   * @param rest how long the receiver asks to be left alone, if it does
   * @param millis how long it took, ms
   */
  record Sent(int status, String fault, Optional<Duration> rest, long millis) {
    boolean taken() {
      return status / 100 == 2;
    }
  }
}
