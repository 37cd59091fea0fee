package peal.gateway;

import io.javalin.http.Context;
import java.util.Map;

/**
 * A workspace has as many long answers of a kind open as it may: 429 in the shape of API contract,
 * section 1.
 */
public final class PlacesTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  PlacesTaken(String code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
  }

  /** The answer. */
  public void answer(Context ctx) {
    ctx.status(429)
        .header("Retry-After", "10")
        .json(Map.of("error", Map.of("code", code, "message", getMessage())));
  }
}
