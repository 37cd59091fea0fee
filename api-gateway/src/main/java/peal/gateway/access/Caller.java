package peal.gateway.access;

import io.javalin.http.Context;
import java.util.Optional;
import peal.domain.Workspace;

/**
 * Who asks: found by {@link Door} before any handler runs.
 *
 * @param workspace the workspace that the request is about
 * @param key the key that opened it
 */
public record Caller(Workspace workspace, Workspace.ApiKey key) {
  private static final String ATTRIBUTE = "peal.caller";

  /** The caller, where there is one: operators have another door. */
  public static Optional<Caller> find(Context ctx) {
    return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
  }

  /**
   * The caller of a request to a guarded route.
   *
   * @throws IllegalStateException when the route is not guarded
   */
  public static Caller of(Context ctx) {
    return Optional.<Caller>ofNullable(ctx.attribute(ATTRIBUTE))
        .orElseThrow(() -> new IllegalStateException(ctx.path() + " is not behind the door"));
  }

  void enter(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }
}
