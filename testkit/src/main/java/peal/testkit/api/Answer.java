package peal.testkit.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Instant;

/**
 * What the API answered.
 *
 * @param status HTTP status
 * @param body the JSON body; a missing node where there is none
 * @param headers HTTP headers
 * @param at when the answer had come
 */
public record Answer(int status, JsonNode body, HttpHeaders headers, Instant at) {
  /**
   * The body of a success.
   *
   * @throws UnexpectedAnswer when the status is not 2xx
   */
  public JsonNode ok() {
    if (status / 100 != 2) {
      throw new UnexpectedAnswer(this);
    }
    return body;
  }

  /** Whether it says of itself that it may be behind. */
  public boolean stale() {
    return headers.firstValue("X-Peal-Stale").isPresent();
  }

  /** A text field of the body; empty where it is missing. */
  public String text(String field) {
    return body.path(field).asText();
  }

  /** The API refused where a success was needed. */
  public static final class UnexpectedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    private UnexpectedAnswer(Answer answer) {
      // Not the whole body: it may repeat phone numbers.
      super(
          "HTTP %d %s: %s".formatted(answer.status(), answer.text("code"), answer.text("message")));
      this.status = answer.status();
    }

    /** HTTP status of the refusal. */
    public int status() {
      return status;
    }
  }
}
