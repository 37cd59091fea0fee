package peal.gateway.workspaces;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import peal.domain.Workspace;
import peal.gateway.access.Caller;

/** What a key's holder may know of the workspace: its name, its numbers, and what the key is for. */
public final class OwnWorkspace {
  private OwnWorkspace() {}

  /** {@code GET /v1/api/workspace}. */
  public static void show(Context ctx) {
    Caller caller = Caller.of(ctx);
    Workspace workspace = caller.workspace();
    List<Map<String, String>> numbers =
        workspace.phoneNumbers().stream()
            .map(own -> Map.of("id", own.id(), "number", own.number().e164()))
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", workspace.id().value());
    body.put("name", workspace.name());
    body.put("role", caller.key().role().name().toLowerCase(Locale.ROOT));
    body.put("phoneNumbers", numbers);
    ctx.json(body);
  }
}
