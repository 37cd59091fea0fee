package peal.gateway.agents;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.gateway.Refusals;
import peal.gateway.Table;
import peal.gateway.access.Caller;
import peal.gateway.json.JsonBody;
import peal.gateway.json.Page;
import peal.service.Ids;

/** Agents in the batch family's shape: API contract, section 4. */
public final class Agents {
  private final Table<Agent> agents;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Handlers over {@code agents}, whose keys are {@code workspaceId/agentId}. */
  public Agents(Table<Agent> agents, JsonBody body, Ids ids, InstantSource clock) {
    this.agents = agents;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** {@code POST …/agents}. */
  public void create(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    Agent agent =
        AgentRequest.read(
            body.read(ctx),
            workspace,
            "agent_" + ids.next(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    agents.put(key(workspace.id(), agent.id()), agent);
    ctx.json(AgentView.of(agent));
  }

  /** {@code GET …/agents/{agentId}}. */
  public void one(Context ctx) {
    String id = ctx.pathParam("agentId");
    ctx.json(
        agents
            .get(key(Caller.of(ctx).workspace().id(), id))
            .map(AgentView::of)
            .orElseThrow(() -> Refusals.unknown("Agent", id)));
  }

  /** {@code GET …/agents}, newest first. */
  public void list(Context ctx) {
    Page page = Page.of(ctx);
    WorkspaceId workspace = Caller.of(ctx).workspace().id();
    List<Agent> own =
        agents.values().stream()
            .filter(agent -> agent.workspaceId().equals(workspace))
            .sorted(Comparator.comparing(Agent::id).reversed())
            .toList();
    ctx.json(page.of(own, AgentView::of));
  }

  private static String key(WorkspaceId workspace, String agent) {
    return workspace + "/" + agent;
  }
}
