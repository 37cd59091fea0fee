package peal.gateway.access;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.gateway.json.Times;

/**
 * A key, or a workspace, has used up its requests: API contract, section 1. An answer, not a fault.
 */
public final class TooManyRequests extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long waitSeconds;
  private final transient Instant reset;

  TooManyRequests(int perMinute, long waitSeconds, Instant reset) {
    this(
        "This key may make %,d requests a minute. Try again in %d s."
            .formatted(perMinute, waitSeconds),
        waitSeconds,
        reset);
  }

  /** All keys of a workspace together have used up what they may. */
  static TooManyRequests ofWorkspace(int perMinute, long waitSeconds, Instant reset) {
    return new TooManyRequests(
        "All keys of this workspace together may make %,d requests a minute. Try again in %d s."
            .formatted(perMinute, waitSeconds),
        waitSeconds,
        reset);
  }

  /** An address has sent too many keys that are none. */
  static TooManyRequests ofFailures(int perMinute, long waitSeconds, Instant reset) {
    return new TooManyRequests(
        "From this address %,d unknown keys a minute are looked at. Try again in %d s."
            .formatted(perMinute, waitSeconds),
        waitSeconds,
        reset);
  }

  private TooManyRequests(String sentence, long waitSeconds, Instant reset) {
    super(sentence, null, false, false);
    this.waitSeconds = waitSeconds;
    this.reset = reset;
  }

  /** The answer, in the batch family's shape. */
  public void answer(Context ctx) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", "rate_limit_exceeded");
    error.put("message", getMessage());
    error.put("reset_at", Times.iso(reset.truncatedTo(ChronoUnit.MILLIS)));
    ctx.status(429).header("Retry-After", Long.toString(waitSeconds)).json(Map.of("error", error));
  }
}
