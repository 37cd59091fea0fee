package peal.gateway.live;

import io.javalin.http.Context;
import java.util.Map;

/** A workspace has as many streams open as it may: 429 in the shape of API contract, section 1. */
public final class TooManyStreams extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyStreams(int most) {
    super(
        "This workspace may have %,d streams of events open here. Close one, or ask for the status."
            .formatted(most),
        null,
        false,
        false);
  }

  /** The answer. */
  public void answer(Context ctx) {
    ctx.status(429)
        .header("Retry-After", "10")
        .json(Map.of("error", Map.of("code", "too_many_streams", "message", getMessage())));
  }
}
