package peal.gateway.access;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import peal.domain.Workspace;
import peal.domain.Workspace.ApiKey;
import peal.gateway.Refusals;
import peal.gateway.Table;
import peal.service.http.ApiError;

/** Lets in who holds a workspace's key: {@code x-api-key} and {@code x-workspace-id}. */
public final class Door {
  private final Table<Workspace> workspaces;

  /** A door to {@code workspaces}. */
  public Door(Table<Workspace> workspaces) {
    this.workspaces = workspaces;
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
    String hash = hashOfKey(ctx);
    String named = ctx.header("x-workspace-id");
    Optional<Workspace> workspace = Optional.ofNullable(named).flatMap(workspaces::get);
    Optional<ApiKey> key = workspace.flatMap(candidate -> match(candidate.keys(), hash));
    if (key.isPresent()) {
      new Caller(workspace.get(), key.get()).enter(ctx);
      return;
    }
    throw refusal(hash, named);
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
            .map(Secret::sha256)
            .orElseGet(() -> hashOfKey(ctx));
    Caller caller = null;
    for (Workspace workspace : workspaces.values()) {
      Optional<ApiKey> key = match(workspace.keys(), hash);
      if (key.isPresent()) {
        caller = new Caller(workspace, key.get());
      }
    }
    if (caller == null) {
      throw unauthorized("The API key is not known.");
    }
    caller.enter(ctx);
  }

  /** Whether {@code caller} would be let in again, for answers that go on for long. */
  public boolean stillAdmits(Caller caller) {
    return workspaces
        .get(caller.workspace().id().value())
        .map(Workspace::keys)
        .flatMap(keys -> match(keys, caller.key().sha256()))
        .isPresent();
  }

  private static String hashOfKey(Context ctx) {
    String key = ctx.header("x-api-key");
    if (key == null || key.isBlank()) {
      throw unauthorized("The header x-api-key is missing.");
    }
    return Secret.sha256(key);
  }

  /** Only the holder of a real key learns more than 401. */
  private ApiError refusal(String hash, String named) {
    boolean known = workspaces.values().stream().anyMatch(w -> match(w.keys(), hash).isPresent());
    if (!known) {
      return unauthorized("The API key is not known.");
    }
    if (named == null || named.isBlank()) {
      return new ApiError(
          400, "Workspace missing", "The header x-workspace-id is missing.", "WORKSPACE_MISSING");
    }
    return new ApiError(
        403, "Forbidden", "The API key does not belong to this workspace.", "FORBIDDEN");
  }

  /** Looks at every key, so that the time taken does not tell which one matched. */
  private static Optional<ApiKey> match(List<ApiKey> keys, String hash) {
    Optional<ApiKey> match = Optional.empty();
    for (ApiKey key : keys) {
      if (Secret.sameHash(key.sha256(), hash)) {
        match = Optional.of(key);
      }
    }
    return match;
  }

  private static ApiError unauthorized(String sentence) {
    return new ApiError(401, "Unauthorized", sentence, "UNAUTHORIZED");
  }
}
