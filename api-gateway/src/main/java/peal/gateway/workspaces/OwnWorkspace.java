package peal.gateway.workspaces;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import peal.domain.Workspace;
import peal.gateway.access.Caller;

/**
 * What a key's holder may know of the workspace: its name, its numbers, and what the key is for.
 */
public final class OwnWorkspace {
  private record Number(String id, String number) {}

  private OwnWorkspace() {}

  /** {@code GET /v1/api/workspace}. */
  public static void show(Context ctx) {
    Caller caller = Caller.of(ctx);
    Workspace workspace = caller.workspace();
    List<Number> numbers =
        workspace.phoneNumbers().stream()
            .map(own -> new Number(own.id(), own.number().e164()))
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", workspace.id().value());
    body.put("name", workspace.name());
    body.put("role", caller.key().role().name().toLowerCase(Locale.ROOT));
    body.put("phoneNumbers", numbers);
    ctx.json(body);
  }
}
