package peal.gateway;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import peal.domain.FirstAnswer;
import peal.gateway.access.Caller;
import peal.gateway.access.Secret;
import peal.service.http.ApiError;

/** The header {@code Idempotency-Key}: how it is read, and how long it counts. */
final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";
  private static final Duration REMEMBERED = Duration.ofHours(24);

  private IdempotencyKey() {}

  /**
   * Under what name the caller's key is kept, if there is one: a hash of it, for whatever a client
   * puts in may be personal, and of any length.
   *
   * @throws ApiError 400 when it is no key
   */
  static Optional<String> of(Context ctx) {
    return of(ctx, () -> Caller.of(ctx).workspace().id().value());
  }

  /** As the other one, for {@code owner}, which is asked for only where there is a key. */
  static Optional<String> of(Context ctx, Supplier<String> owner) {
    return Optional.ofNullable(ctx.header(HEADER))
        .map(given -> {
          if (!given.matches("[ -~]{1,255}") || given.isBlank()) {
            throw Refusals.field(
                HEADER, "'Idempotency-Key' must be 1 to 255 printable ASCII characters.");
          }
          return owner.get() + "/" + Secret.sha256(given);
        });
  }

  /** Whether a repeat at {@code now} still gets this answer. */
  static boolean isRemembered(FirstAnswer answer, Instant now) {
    return answer.startedAt().isAfter(now.minus(REMEMBERED));
  }

  static ApiError reused() {
    return new ApiError(
        422,
        "Idempotency key reused",
        "This Idempotency-Key was used for another request. Use a new one.",
        "IDEMPOTENCY_KEY_REUSED");
  }
}
