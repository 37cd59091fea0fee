package peal.gateway.workspaces;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.Workspace;
import peal.domain.Workspace.ApiKey;
import peal.gateway.Refusals;
import peal.gateway.Repeats;
import peal.gateway.Stale;
import peal.gateway.Table;
import peal.gateway.access.Secret;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.service.Ids;
import peal.service.http.ApiError;

/** The operator's workspaces, under {@code /admin/workspaces}. */
public final class Workspaces {
  private final Table<Workspace> workspaces;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Handlers over {@code workspaces}. */
  public Workspaces(Table<Workspace> workspaces, JsonBody body, Ids ids, InstantSource clock) {
    this.workspaces = workspaces;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** {@code POST /admin/workspaces}: 201, with the key that is shown this once. */
  public void create(Context ctx) {
    requireReady();
    JsonFields fields = body.read(ctx);
    String key = WorkspaceRequest.presetKey(fields).orElseGet(Secret::newKey);
    String token = Repeats.token(ctx, ids);
    ApiKey hashed = new ApiKey("key_" + token, Secret.sha256(key), Workspace.Role.OWNER);
    Workspace workspace =
        WorkspaceRequest.create(
            fields, "ws_" + token, ids, hashed, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    workspaces.current();
    refuseKeyInUse(workspace);
    Workspace kept =
        workspaces.update(workspace.id().value(), before -> firstOf(before, workspace));
    boolean mine = kept.keys().contains(hashed);
    ctx.status(201).json(WorkspaceView.of(kept, mine ? key : null));
  }

  /** A repeat of {@code POST /admin/workspaces}: 201, without the key. */
  public void made(Context ctx) {
    requireReady();
    String made = "ws_" + Repeats.token(ctx, ids);
    String id = WorkspaceRequest.id(body.read(ctx), made);
    workspaces.current();
    Workspace workspace = workspaces.get(id).orElseThrow(() -> Repeats.madeAndGone(id));
    ctx.status(201).json(WorkspaceView.of(workspace, null));
  }

  /** {@code GET /admin/workspaces}. */
  public void list(Context ctx) {
    requireReady();
    Stale.unlessCurrent(ctx, workspaces);
    List<WorkspaceView> all =
        workspaces.values().stream()
            .sorted(Comparator.comparing(workspace -> workspace.id().value()))
            .map(workspace -> WorkspaceView.of(workspace, null))
            .toList();
    ctx.json(Map.of("data", all));
  }

  /** {@code GET /admin/workspaces/{id}}. */
  public void one(Context ctx) {
    requireReady();
    ctx.json(WorkspaceView.of(find(ctx), null));
  }

  /** {@code PATCH /admin/workspaces/{id}}: name, limits and phone numbers. */
  public void change(Context ctx) {
    requireReady();
    JsonFields fields = body.read(ctx);
    String id = ctx.pathParam("id");
    Workspace changed =
        workspaces.update(
            id,
            before -> WorkspaceRequest.change(fields, before.orElseThrow(() -> unknown(id)), ids));
    ctx.json(WorkspaceView.of(changed, null));
  }

  private Workspace find(Context ctx) {
    String id = ctx.pathParam("id");
    Stale.unlessCurrent(ctx, workspaces);
    return workspaces.get(id).orElseThrow(() -> unknown(id));
  }

  private static ApiError unknown(String id) {
    return Refusals.unknown("Workspace", id);
  }

  private static Workspace firstOf(Optional<Workspace> before, Workspace workspace) {
    // The answer to the first request was lost where the key has the id that this one gives it.
    String key = workspace.keys().getFirst().id();
    if (before.isPresent()
        && before.get().keys().stream().anyMatch(each -> each.id().equals(key))) {
      return before.get();
    }
    if (before.isPresent()) {
      throw new ApiError(
          409,
          "Workspace exists",
          "There is a workspace with this id already.",
          "WORKSPACE_EXISTS",
          Map.of("id", workspace.id().value()));
    }
    return workspace;
  }

  private void refuseKeyInUse(Workspace wanted) {
    String hash = wanted.keys().getFirst().sha256();
    if (workspaces.values().stream()
        .filter(other -> !other.id().equals(wanted.id()))
        .flatMap(other -> other.keys().stream())
        .anyMatch(key -> Secret.sameHash(key.sha256(), hash))) {
      throw new ApiError(
          409, "Key in use", "Another workspace has this API key already.", "KEY_IN_USE");
    }
  }

  /** Before every workspace is known, an id could be given away twice. */
  private void requireReady() {
    if (!workspaces.caughtUp()) {
      throw Refusals.unavailable("This gateway is starting. Try again in a moment.");
    }
  }
}
