package peal.gateway.access;

import io.github.bucket4j.Bucket;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.Table;
import peal.service.http.ApiError;

/** Lets in who holds a workspace's key: {@code x-api-key} and {@code x-workspace-id}. */
public final class Door {
  /** Guesses cost Kafka no more than this, however many there are. */
  private static final int LOOKS_PER_SECOND = 50;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Bucket looks =
      Bucket.builder()
          .addLimit(
              limit -> limit.capacity(LOOKS_PER_SECOND).refillGreedy(LOOKS_PER_SECOND, SECOND))
          .build();

  private final Table<Workspace> workspaces;
  private final KeyRing keys;
  private final Failures failures;

  /** A door to {@code workspaces}, at which {@code failures} are counted. */
  public Door(Table<Workspace> workspaces, Failures failures) {
    this.workspaces = workspaces;
    this.keys = new KeyRing(workspaces);
    this.failures = failures;
  }

  /**
   * Finds the caller, for the handlers behind.
   *
   * @throws ApiError 401 no or unknown key; 400 no workspace named; 403 the key opens another
   *     workspace; 503 not all keys are known yet
   */
  public void admit(Context ctx) {
    if (!workspaces.caughtUp()) {
      throw Refusals.unavailable("This gateway is starting. Try again in a moment.");
    }
    KeyRing.Opened opened = opened(ctx, hashOfKey(ctx));
    String named = ctx.header("x-workspace-id");
    if (named == null || named.isBlank()) {
      throw new ApiError(
          400, "Workspace missing", "The header x-workspace-id is missing.", "WORKSPACE_MISSING");
    }
    if (!opened.workspace().id().value().equals(named)) {
      String sentence =
          Bearer.isQuoted(named)
              ? "The header x-workspace-id has quotes around the id. Send it without them."
              : "The API key does not belong to this workspace.";
      throw new ApiError(403, "Forbidden", sentence, "FORBIDDEN");
    }
    new Caller(opened.workspace(), opened.key()).enter(ctx);
  }

  /**
   * Finds the caller by the key alone, be it in {@code x-api-key} or a Bearer token.
   *
   * @throws ApiError 401 no or unknown key; 503 not all keys are known yet
   */
  public void admitByKey(Context ctx) {
    if (!workspaces.caughtUp()) {
      throw Refusals.unavailable("This gateway is starting. Try again in a moment.");
    }
    String hash =
        Bearer.of(ctx)
            .filter(token -> !token.isBlank())
            .map(token -> hashOf(token, "Authorization"))
            .orElseGet(() -> hashOfKey(ctx));
    KeyRing.Opened opened = opened(ctx, hash);
    new Caller(opened.workspace(), opened.key()).enter(ctx);
  }

  /** Only the holder of a real key learns more than 401. */
  private KeyRing.Opened opened(Context ctx, String hash) {
    return keys.find(hash)
        .or(() -> counted(ctx, hash))
        .orElseThrow(() -> unauthorized("The API key is not known."));
  }

  /** Counted before Kafka is asked: an address that guesses must not use up others' looks. */
  private Optional<KeyRing.Opened> counted(Context ctx, String hash) {
    AtomicReference<KeyRing.Opened> made = new AtomicReference<>();
    failures.look(
        ctx,
        () -> {
          justMade(hash).ifPresent(made::set);
          return made.get() != null;
        });
    return Optional.ofNullable(made.get());
  }

  /** Another gateway may have made the key a moment ago; whoever got it may use it at once. */
  private Optional<KeyRing.Opened> justMade(String hash) {
    return looks.tryConsume(1) && workspaces.current() ? keys.find(hash) : Optional.empty();
  }

  /** Whether {@code caller} would be let in again, for answers that go on for long. */
  public boolean stillAdmits(Caller caller) {
    return workspaces
        .get(caller.workspace().id().value())
        .map(Workspace::keys)
        .filter(current -> current.contains(caller.key()))
        .isPresent();
  }

  private static String hashOfKey(Context ctx) {
    String key = ctx.header("x-api-key");
    if (key == null || key.isBlank()) {
      throw unauthorized("The header x-api-key is missing.");
    }
    return hashOf(key, "x-api-key");
  }

  /** No key has quotes; a shell or a file of settings has put them there. */
  private static String hashOf(String key, String header) {
    if (Bearer.isQuoted(key)) {
      throw unauthorized(
          "The header " + header + " has quotes around the API key. Send the key without them.");
    }
    return Secret.sha256(key);
  }

  private static ApiError unauthorized(String sentence) {
    return new ApiError(401, "Unauthorized", sentence, "UNAUTHORIZED");
  }
}
