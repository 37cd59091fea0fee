package peal.dialer.carrier;

import java.util.List;
import java.util.function.UnaryOperator;
import peal.service.http.ApiError;

/**
 * Checks and reads what one carrier posts. Any worker may receive any of it, so a webhook brings
 * its lane and attempt along. Thread-safe.
 */
@FunctionalInterface
public interface WebhookReader {
  /** A transcript is the longest part of one, bytes. */
  int LARGEST = 1_000_000;

  /**
   * Reads one webhook.
   *
   * @return what it reports, of one call or of several; at least one
   * @throws ApiError 401 when it is not signed as the carrier signs, 400 when it is none
   */
  List<LaneReport> read(Webhook webhook);

  /** The longest body that the carrier posts, bytes; a longer one is refused unread. */
  default int largest() {
    return LARGEST;
  }

  /**
   * A request as it came in.
   *
   * @param query what stands behind the question mark of its address, still encoded; may be empty
   * @param body the body's bytes, for a signature covers them
   * @param headers gives a header by its name, or null
   */
  record Webhook(String query, byte[] body, UnaryOperator<String> headers) {}
}
