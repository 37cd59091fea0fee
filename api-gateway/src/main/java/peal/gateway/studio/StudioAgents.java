package peal.gateway.studio;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.gateway.Refusals;
import peal.gateway.Repeats;
import peal.gateway.Shelf;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Page;
import peal.gateway.json.Query;
import peal.service.Ids;

/** Agents in the agents family's shape: API contract, section 5. */
public final class StudioAgents {
  private final Shelf<Agent> agents;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Handlers over {@code agents}, the same as the batch family's. */
  public StudioAgents(Shelf<Agent> agents, JsonBody body, Ids ids, InstantSource clock) {
    this.agents = agents;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** {@code POST /v1/agents}: 201. */
  public void create(Context ctx) {
    Caller caller = Caller.of(ctx);
    Agent agent =
        StudioAgentRequest.create(
            body.read(ctx), caller, "agent_" + Repeats.token(ctx, ids), now());
    StudioAgentView made = StudioAgentView.of(agents.add(caller.workspace().id(), agent));
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
    Agent agent = agents.one(ctx, Caller.of(ctx).workspace().id(), id(ctx));
    ctx.json(Envelope.of(StudioAgentView.of(agent)));
  }

  /** {@code GET /v1/agents}, newest first. */
  public void list(Context ctx) {
    Page page = Page.of(ctx);
    Optional<Agent.Mode> mode = mode(ctx);
    List<Agent> matching =
        agents.all(ctx, Caller.of(ctx).workspace().id()).stream()
            .filter(agent -> mode.isEmpty() || mode.get() == StudioAgentView.modeOf(agent))
            .toList();
    ctx.json(Envelope.page(page, matching, StudioAgentView.Short::of));
  }

  /** {@code PATCH /v1/agents/{agentId}}. */
  public void change(Context ctx) {
    Caller caller = Caller.of(ctx);
    JsonFields patch = body.read(ctx);
    Agent changed =
        agents.change(
            caller.workspace().id(),
            id(ctx),
            before -> {
              Rights.mayChange(caller, before);
              Agent after = StudioAgentRequest.change(patch, before, caller.workspace(), now());
              Rights.mayChange(caller, after);
              return after;
            });
    ctx.json(Envelope.of(StudioAgentView.of(changed)));
  }

  /** {@code DELETE /v1/agents/{agentId}}; calls and transcripts stay. */
  public void delete(Context ctx) {
    Caller caller = Caller.of(ctx);
    agents.change(
        caller.workspace().id(),
        id(ctx),
        before -> {
          Rights.mayChange(caller, before);
          return before.deleted(now());
        });
    ctx.json(Envelope.of(Map.of("message", "The agent is deleted.")));
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

  private static String id(Context ctx) {
    return ctx.pathParam("agentId");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
