package peal.gateway.workspaces;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import peal.domain.Workspace;
import peal.domain.Workspace.ApiKey;
import peal.domain.Workspace.Role;
import peal.gateway.Refusals;
import peal.gateway.Repeats;
import peal.gateway.Stale;
import peal.gateway.Table;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.access.Secret;
import peal.gateway.json.JsonBody;
import peal.service.Ids;
import peal.service.http.ApiError;

/**
 * A workspace's keys: for the operator below {@code /admin/workspaces/{id}/keys}, for its owners
 * and admins at {@code /api/v1/keys}. A key is shown once, when it is made; a revoked one opens
 * nothing as soon as a gateway has read so, which takes milliseconds while Kafka is there.
 */
public final class Keys {
  private static final int MOST = 100;

  private final Table<Workspace> workspaces;
  private final JsonBody body;
  private final Ids ids;

  /** Handlers over {@code workspaces}. */
  public Keys(Table<Workspace> workspaces, JsonBody body, Ids ids) {
    this.workspaces = workspaces;
    this.body = body;
    this.ids = ids;
  }

  /** {@code POST …/keys}: 201, with the key that is shown this once. */
  public void create(Context ctx) {
    Role role = role(ctx);
    requireRank(ctx, role);
    String secret = Secret.newKey();
    ApiKey key = new ApiKey("key_" + Repeats.token(ctx, ids), Secret.sha256(secret), role);
    boolean mine = change(ctx, before -> added(before, key)).keys().contains(key);
    Map<String, Object> answer = view(key);
    if (mine) {
      answer.put("apiKey", secret);
    }
    ctx.status(201).json(answer);
  }

  /** A repeat of {@code POST …/keys}: 201, without the key, of which only a hash is kept. */
  public void made(Context ctx) {
    requireRank(ctx, role(ctx));
    String id = "key_" + Repeats.token(ctx, ids);
    workspaces.current();
    ApiKey key =
        workspaces.get(workspaceId(ctx)).orElseThrow(() -> unknownWorkspace(ctx)).keys().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Repeats.madeAndGone(id));
    ctx.status(201).json(view(key));
  }

  private Role role(Context ctx) {
    return body.read(ctx)
        .word("role", Role.class)
        .orElseThrow(() -> Refusals.field("role", "'role' is required."));
  }

  /** {@code GET …/keys}: never the keys themselves. */
  public void list(Context ctx) {
    requireRank(ctx, Role.MEMBER);
    Stale.unlessCurrent(ctx, workspaces);
    ctx.json(
        Map.of(
            "data",
            workspaces
                .get(workspaceId(ctx))
                .orElseThrow(() -> unknownWorkspace(ctx))
                .keys()
                .stream()
                .map(Keys::view)
                .toList()));
  }

  /** {@code DELETE …/keys/{keyId}}: revokes it. */
  public void revoke(Context ctx) {
    requireRank(ctx, Role.MEMBER);
    String id = ctx.pathParam("keyId");
    change(
        ctx,
        before -> {
          ApiKey key =
              before.stream()
                  .filter(each -> each.id().equals(id))
                  .findFirst()
                  .orElseThrow(() -> Refusals.unknown("Key", id));
          requireRank(ctx, key.role());
          return without(before, key, isOperator(ctx));
        });
    ctx.json(Map.of("success", true, "message", "The key is revoked."));
  }

  private interface Change {
    List<ApiKey> of(List<ApiKey> before);
  }

  private Workspace change(Context ctx, Change change) {
    return workspaces.update(
        workspaceId(ctx),
        before -> {
          Workspace now = before.orElseThrow(() -> unknownWorkspace(ctx));
          return now.withKeys(change.of(now.keys()));
        });
  }

  private static List<ApiKey> added(List<ApiKey> before, ApiKey key) {
    if (before.stream().anyMatch(each -> each.id().equals(key.id()))) {
      // The answer to the first request was lost, or is under way; that one's key stays.
      return before;
    }
    if (before.size() >= MOST) {
      throw Refusals.conflict(
          "A workspace may have " + MOST + " keys. Revoke one first.", "TOO_MANY_KEYS");
    }
    List<ApiKey> after = new ArrayList<>(before);
    after.add(key);
    return after;
  }

  /** A workspace does not lock itself out; its operator may. */
  private static List<ApiKey> without(List<ApiKey> before, ApiKey key, boolean operator) {
    List<ApiKey> after = before.stream().filter(each -> !each.equals(key)).toList();
    if (!operator
        && key.role() == Role.OWNER
        && after.stream().noneMatch(each -> each.role() == Role.OWNER)) {
      throw Refusals.conflict(
          "This is the last owner's key. Make another one first.", "LAST_OWNER_KEY");
    }
    return after;
  }

  /** Operators may do all; owners and admins manage keys, owners' keys only owners. */
  private static void requireRank(Context ctx, Role role) {
    if (isOperator(ctx)) {
      return;
    }
    Caller caller = Caller.of(ctx);
    Rights.mayManageKeys(caller);
    if (role == Role.OWNER && caller.key().role() != Role.OWNER) {
      throw Rights.forbidden("Only owners may make or revoke owners' keys.");
    }
  }

  private static boolean isOperator(Context ctx) {
    return ctx.pathParamMap().containsKey("id");
  }

  private static String workspaceId(Context ctx) {
    return Optional.ofNullable(ctx.pathParamMap().get("id"))
        .orElseGet(() -> Caller.of(ctx).workspace().id().value());
  }

  private static ApiError unknownWorkspace(Context ctx) {
    return Refusals.unknown("Workspace", workspaceId(ctx));
  }

  private static Map<String, Object> view(ApiKey key) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", key.id());
    view.put("role", key.role().name().toLowerCase(Locale.ROOT));
    return view;
  }
}
