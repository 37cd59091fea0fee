package peal.gateway.agents;

import io.javalin.http.Context;
import java.util.Map;
import peal.gateway.json.Page;

/** Agents in the batch family's shape: API contract, section 4. */
public final class Agents {
  private final Roster roster;

  /** Handlers over {@code roster}. */
  public Agents(Roster roster) {
    this.roster = roster;
  }

  /** {@code POST …/agents}. */
  public void create(Context ctx) {
    ctx.json(AgentView.of(roster.add(ctx, AgentRequest::create)));
  }

  /** A repeat of {@code POST …/agents}. */
  public void made(Context ctx) {
    ctx.json(AgentView.of(roster.made(ctx)));
  }

  /** {@code GET …/agents/{agentId}}. */
  public void one(Context ctx) {
    ctx.json(AgentView.of(roster.one(ctx)));
  }

  /** {@code GET …/agents}, newest first. */
  public void list(Context ctx) {
    Page page = Page.of(ctx);
    ctx.json(page.of(roster.all(ctx), AgentView::of));
  }

  /** {@code PATCH} and {@code PUT …/agents/{agentId}}. */
  public void change(Context ctx) {
    ctx.json(AgentView.of(roster.change(ctx, AgentRequest::change)));
  }

  /** {@code DELETE …/agents/{agentId}}. */
  public void delete(Context ctx) {
    roster.delete(ctx);
    ctx.json(Map.of("success", true, "message", "Agent deleted successfully"));
  }
}
