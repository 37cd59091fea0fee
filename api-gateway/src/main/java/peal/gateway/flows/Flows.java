package peal.gateway.flows;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.Repeats;
import peal.gateway.Shelf;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Page;
import peal.service.Ids;

/**
 * Flows: API contract, section 4. Who changes an agent's flow must be allowed to change the agent.
 */
public final class Flows {
  private final Shelf<Flow> flows;
  private final Shelf<Agent> agents;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Handlers over {@code flows}, which are attached to {@code agents}. */
  public Flows(
      Shelf<Flow> flows, Shelf<Agent> agents, JsonBody body, Ids ids, InstantSource clock) {
    this.flows = flows;
    this.agents = agents;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** {@code POST …/flows}. */
  public void create(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    Flow blank = FlowRequest.blank(workspace.id(), "flow_" + Repeats.token(ctx, ids), now());
    Flow flow = changed(ctx, body.read(ctx), blank);
    ctx.json(FlowView.of(flows.add(workspace, flow)));
  }

  /** A repeat of {@code POST …/flows}. */
  public void made(Context ctx) {
    String id = "flow_" + Repeats.token(ctx, ids);
    Flow flow =
        flows
            .findNow(ctx, Caller.of(ctx).workspace().id(), id)
            .orElseThrow(() -> Repeats.madeAndGone(id));
    ctx.json(FlowView.of(flow));
  }

  /** {@code GET …/flows/{flowId}}. */
  public void one(Context ctx) {
    ctx.json(FlowView.of(flows.one(ctx, Caller.of(ctx).workspace().id(), id(ctx))));
  }

  /** {@code GET …/flows}, newest first. */
  public void list(Context ctx) {
    Page page = Page.of(ctx);
    ctx.json(page.of(flows.all(ctx, Caller.of(ctx).workspace().id()), FlowView::of));
  }

  /** {@code PATCH} and {@code PUT …/flows/{flowId}}. */
  public void change(Context ctx) {
    JsonFields patch = body.read(ctx);
    Flow flow =
        flows.change(Caller.of(ctx).workspace(), id(ctx), before -> changed(ctx, patch, before));
    ctx.json(FlowView.of(flow));
  }

  /** {@code DELETE …/flows/{flowId}}. */
  public void delete(Context ctx) {
    flows.change(
        Caller.of(ctx).workspace(),
        id(ctx),
        before -> {
          checkRights(ctx, before);
          return before.deleted(now());
        });
    ctx.json(Map.of("success", true, "message", "Flow deleted successfully"));
  }

  private Flow changed(Context ctx, JsonFields patch, Flow before) {
    checkRights(ctx, before);
    Flow after = FlowRequest.change(patch, before, now());
    if (patch.has("agent") && agentOf(ctx, after).isEmpty()) {
      throw Refusals.field("agent", "'agent' names no agent of this workspace.");
    }
    checkRights(ctx, after);
    return after;
  }

  private void checkRights(Context ctx, Flow flow) {
    agentOf(ctx, flow).ifPresent(agent -> Rights.mayChange(Caller.of(ctx), agent));
  }

  /** Of an agent that was just made through another gateway, so it must be looked for now. */
  private Optional<Agent> agentOf(Context ctx, Flow flow) {
    return flow.agent() == null
        ? Optional.empty()
        : agents.findNow(ctx, flow.workspaceId(), flow.agent());
  }

  private static String id(Context ctx) {
    return ctx.pathParam("flowId");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
