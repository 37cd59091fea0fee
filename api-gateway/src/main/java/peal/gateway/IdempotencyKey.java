package peal.gateway;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import peal.domain.FirstAnswer;
import peal.domain.Workspace;
import peal.gateway.access.Caller;
import peal.gateway.access.Secret;
import peal.service.http.ApiError;

/** The header {@code Idempotency-Key}: how it is read, and how long it counts. */
final class IdempotencyKey {
  /** Header of an answer that is not the first one. */
  static final String REPLAYED = "Idempotency-Replayed";

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
    return of(ctx, () -> Owner.of(Caller.of(ctx)));
  }

  /**
   * Whose an Idempotency-Key is: what one API key has done is not shown to another one.
   *
   * @param workspace whose quota it takes from
   * @param apiKey id of the API key that sends it
   */
  record Owner(String workspace, String apiKey) {
    static Owner of(Caller caller) {
      return new Owner(caller.workspace().id().value(), caller.key().id());
    }
  }

  /** As the other one, for {@code owner}, who is asked for only where there is a key. */
  static Optional<String> of(Context ctx, Supplier<Owner> owner) {
    return Optional.ofNullable(ctx.header(HEADER))
        .map(given -> {
          if (!given.matches("[ -~]{1,255}") || given.isBlank()) {
            throw Refusals.field(
                HEADER, "'Idempotency-Key' must be 1 to 255 printable ASCII characters.");
          }
          Owner whose = owner.get();
          return whose.workspace() + "/" + Secret.sha256(whose.apiKey() + "\n" + given);
        });
  }

  /**
   * Passes silently where {@code key} is known, or can still be remembered.
   *
   * @throws PlacesTaken when too much is remembered for its workspace
   * @throws ApiError 503 when too much is for all
   */
  static void requireRoom(Context ctx, Table<FirstAnswer> answers, TableRoom room, String key) {
    Optional<Workspace> workspace = Caller.find(ctx).map(Caller::workspace);
    if (workspace.isEmpty() || answers.get(key).isPresent()) {
      return;
    }
    long most = workspace.get().limits().quotasOrUsual().repeatBytes();
    if (answers.share(workspace.get().id().value()).bytes() >= most) {
      throw new PlacesTaken(
          "too_many_idempotency_keys",
          ("Of this workspace's requests with an 'Idempotency-Key' %,d bytes are remembered, as"
                  + " many as may be. Send this without one, wait until earlier ones are a day old,"
                  + " or ask the operator for a larger 'maxRepeatBytes'.")
              .formatted(most));
    }
    room.require(workspace.get().id(), Tries.LARGEST_KEPT);
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

  static ApiError busy(Context ctx, Verdict.Busy busy) {
    ctx.header("Retry-After", Long.toString(Math.max(1, Math.min(5, busy.left().toSeconds()))));
    return new ApiError(
        409,
        "Request under way",
        "Another request with this Idempotency-Key is under way. Send it again in a moment: it gets"
            + " that one's answer, or is done now if that one has come to nothing.",
        "IDEMPOTENCY_KEY_IN_USE");
  }
}
