package peal.ingest.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import peal.ingest.batch.Claim;
import peal.service.http.ApiError;

/** How a gateway says that a request may be one of several tries, and is told what came of it. */
final class ClaimHeaders {
  /** The id that all tries have in common. */
  static final String CLAIM = "X-Peal-Claim";

  /** When the first try began, Unix ms; only where this is not the first. */
  static final String SINCE = "X-Peal-Tried-Since";

  /** Says that nothing may be started or added now but what an earlier try has. */
  static final String LOOK_ONLY = "X-Peal-Look-Only";

  /**
   * What became of earlier tries: {@code settled}, they never start anything, or {@code repeated},
   * one of them has, and this is its answer.
   */
  static final String TRIES = "X-Peal-Tries";

  private ClaimHeaders() {}

  /**
   * The claim of a request, if it has one.
   *
   * @throws ApiError 400 when it is none
   */
  static Optional<Claim> of(Context ctx) {
    String id = ctx.header(CLAIM);
    if (id == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Claim(
              id,
              Optional.ofNullable(ctx.header(SINCE))
                  .map(Long::valueOf)
                  .map(Instant::ofEpochMilli)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ApiError(
          400, "Invalid claim", CLAIM + " or " + SINCE + " cannot be read.", "INVALID_CLAIM");
    }
  }

  /**
   * Says that no earlier try will ever start anything.
   *
   * @throws ApiError 409 where this one may not either
   */
  static void settled(Context ctx) {
    ctx.header(TRIES, "settled");
    if (ctx.header(LOOK_ONLY) != null) {
      throw new ApiError(
          409,
          "Nothing started",
          "No earlier try has started or added anything.",
          "NOTHING_STARTED");
    }
  }

  static void repeated(Context ctx) {
    ctx.header(TRIES, "repeated");
  }
}
