package peal.gateway.agents;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import peal.domain.Agent;
import peal.gateway.Repeats;
import peal.gateway.Shelf;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Page;
import peal.service.Ids;

/** Agents in the batch family's shape: API contract, section 4. */
public final class Agents {
  private final Shelf<Agent> agents;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Handlers over {@code agents}. */
  public Agents(Shelf<Agent> agents, JsonBody body, Ids ids, InstantSource clock) {
    this.agents = agents;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** {@code POST …/agents}. */
  public void create(Context ctx) {
    Caller caller = Caller.of(ctx);
    Agent agent =
        AgentRequest.create(body.read(ctx), caller, "agent_" + Repeats.token(ctx, ids), now());
    ctx.json(AgentView.of(agents.add(caller.workspace().id(), agent)));
  }

  /** {@code GET …/agents/{agentId}}. */
  public void one(Context ctx) {
    ctx.json(AgentView.of(agents.one(ctx, Caller.of(ctx).workspace().id(), id(ctx))));
  }

  /** {@code GET …/agents}, newest first. */
  public void list(Context ctx) {
    Page page = Page.of(ctx);
    ctx.json(page.of(agents.all(ctx, Caller.of(ctx).workspace().id()), AgentView::of));
  }

  /** {@code PATCH} and {@code PUT …/agents/{agentId}}. */
  public void change(Context ctx) {
    Caller caller = Caller.of(ctx);
    JsonFields patch = body.read(ctx);
    Agent changed =
        agents.change(
            caller.workspace().id(),
            id(ctx),
            before -> {
              Rights.mayChange(caller, before);
              return AgentRequest.change(patch, before, caller.workspace(), now());
            });
    ctx.json(AgentView.of(changed));
  }

  /** {@code DELETE …/agents/{agentId}}. Batches that have begun keep the agent that they took. */
  public void delete(Context ctx) {
    Caller caller = Caller.of(ctx);
    agents.change(
        caller.workspace().id(),
        id(ctx),
        before -> {
          Rights.mayChange(caller, before);
          return before.deleted(now());
        });
    ctx.json(Map.of("success", true, "message", "The agent is deleted."));
  }

  private static String id(Context ctx) {
    return ctx.pathParam("agentId");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
