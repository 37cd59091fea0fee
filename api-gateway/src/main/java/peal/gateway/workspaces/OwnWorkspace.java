package peal.gateway.workspaces;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.FirstAnswer;
import peal.domain.Flow;
import peal.domain.Quotas;
import peal.domain.Workspace;
import peal.gateway.Stale;
import peal.gateway.Table;
import peal.gateway.access.Caller;
import peal.gateway.batches.BatchQuotas;
import peal.service.http.HttpServer;

/**
 * What a key's holder may know of the workspace: its name, its numbers, what the key is for, and
 * how much of its quotas is taken.
 *
 * @param workspaces all of them
 * @param agents of all workspaces
 * @param flows of all workspaces
 * @param answers to requests with an Idempotency-Key
 * @param batches what its batches take
 */
public record OwnWorkspace(
    Table<Workspace> workspaces,
    Table<Agent> agents,
    Table<Flow> flows,
    Table<FirstAnswer> answers,
    BatchQuotas batches) {
  private record Number(String id, String number) {}

  /** What is taken, in bytes or by count; where neither is known it says so. */
  private record Taken(Long bytes, Long count, long most, Boolean known) {
    static Taken bytes(Long bytes, long most) {
      return new Taken(bytes, null, most, bytes == null ? false : null);
    }

    static Taken of(Long count, long most) {
      return new Taken(null, count, most, count == null ? false : null);
    }
  }

  /** {@code GET /v1/api/workspace}. */
  public void show(Context ctx) {
    Caller caller = Caller.of(ctx);
    Stale.unlessCurrent(ctx, workspaces);
    Workspace workspace =
        workspaces.get(caller.workspace().id().value()).orElse(caller.workspace());
    List<Number> numbers =
        workspace.phoneNumbers().stream()
            .map(own -> new Number(own.id(), own.number().e164()))
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", workspace.id().value());
    body.put("name", workspace.name());
    body.put("role", caller.key().role().name().toLowerCase(Locale.ROOT));
    body.put("phoneNumbers", numbers);
    body.put("quotas", quotas(workspace, ctx.attribute(HttpServer.REQUEST_ID)));
    ctx.json(body);
  }

  private Map<String, Taken> quotas(Workspace workspace, String requestId) {
    Quotas quotas = workspace.limits().quotasOrUsual();
    Map<String, Taken> taken = new LinkedHashMap<>();
    taken.put("agents", taken(agents, workspace, quotas.definitionBytes()));
    taken.put("flows", taken(flows, workspace, quotas.definitionBytes()));
    taken.put("repeats", taken(answers, workspace, quotas.repeatBytes()));
    Optional<BatchQuotas.Has> has = batches.of(workspace, requestId);
    taken.put(
        "openBatches", Taken.of(has.map(BatchQuotas.Has::open).orElse(null), quotas.openBatches()));
    taken.put(
        "keptCalls", Taken.of(has.map(BatchQuotas.Has::calls).orElse(null), quotas.keptCalls()));
    taken.put(
        "keptRows", Taken.bytes(has.map(BatchQuotas.Has::bytes).orElse(null), quotas.keptBytes()));
    return taken;
  }

  private static Taken taken(Table<?> table, Workspace workspace, long most) {
    return Taken.bytes(table.share(workspace.id().value()).bytes(), most);
  }
}
