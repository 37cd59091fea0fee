package peal.gateway.studio;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.gateway.Refusals;
import peal.gateway.agents.Roster;
import peal.gateway.json.Page;
import peal.gateway.json.Query;

/** Agents in the agents family's shape: API contract, section 5. */
public final class StudioAgents {
  private final Roster roster;

  /** Handlers over {@code roster}, the same as the batch family's. */
  public StudioAgents(Roster roster) {
    this.roster = roster;
  }

  /** {@code POST /v1/agents}: 201. */
  public void create(Context ctx) {
    answer(ctx, roster.add(ctx, StudioAgentRequest::create));
  }

  /** A repeat of {@code POST /v1/agents}. */
  public void made(Context ctx) {
    answer(ctx, roster.made(ctx));
  }

  private static void answer(Context ctx, Agent agent) {
    StudioAgentView made = StudioAgentView.of(agent);
    ctx.status(201)
        .json(
            Envelope.of(
                new Created(
                    made.id(),
                    made.name(),
                    made.agentArchitecture(),
                    made.active(),
                    made.createdAt())));
  }

  /** What the answer to a create shows. */
  record Created(
      String id, String name, String agentArchitecture, boolean active, String createdAt) {}

  /** {@code GET /v1/agents/{agentId}}. */
  public void one(Context ctx) {
    ctx.json(Envelope.of(StudioAgentView.of(roster.one(ctx))));
  }

  /** {@code GET /v1/agents}, newest first. */
  public void list(Context ctx) {
    Page page = Page.of(ctx);
    Optional<Agent.Mode> mode = mode(ctx);
    List<Agent> matching =
        roster.all(ctx).stream()
            .filter(agent -> mode.isEmpty() || mode.get() == StudioAgentView.modeOf(agent))
            .toList();
    ctx.json(Envelope.page(page, matching, StudioAgentView.Short::of));
  }

  /** {@code PATCH /v1/agents/{agentId}}. */
  public void change(Context ctx) {
    ctx.json(Envelope.of(StudioAgentView.of(roster.change(ctx, StudioAgentRequest::change))));
  }

  /** {@code DELETE /v1/agents/{agentId}}; calls and transcripts stay. */
  public void delete(Context ctx) {
    roster.delete(ctx);
    ctx.json(Envelope.of(Map.of("message", "Agent deleted successfully")));
  }

  private static Optional<Agent.Mode> mode(Context ctx) {
    String given = Query.parameter(ctx, "mode").orElse(null);
    if (given == null) {
      return Optional.empty();
    }
    for (Agent.Mode mode : Agent.Mode.values()) {
      if (mode.name().equalsIgnoreCase(given)) {
        return Optional.of(mode);
      }
    }
    throw Refusals.field("mode", "'mode' must be one of: public, private, commercial.");
  }
}
