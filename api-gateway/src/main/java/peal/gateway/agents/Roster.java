package peal.gateway.agents;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.gateway.Repeats;
import peal.gateway.Shelf;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.service.Ids;

/**
 * The agents of whoever asks. Both families keep them here, each with words of its own; an agent
 * that is made in one is seen in the other. Thread-safe.
 */
public final class Roster {
  private final Shelf<Agent> agents;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Keeps them in {@code agents}. */
  public Roster(Shelf<Agent> agents, JsonBody body, Ids ids, InstantSource clock) {
    this.agents = agents;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** How a family reads a new agent from what a client sent. */
  @FunctionalInterface
  public interface Reading {
    /**
     * The agent that {@code fields} describe.
     *
     * @throws peal.service.http.ApiError 400 naming the field that is missing or wrong
     */
    Agent read(JsonFields fields, Caller caller, String id, Instant now);
  }

  /** How a family changes an agent as a client asks. */
  @FunctionalInterface
  public interface Change {
    /**
     * {@code before} as {@code patch} changes it.
     *
     * @throws peal.service.http.ApiError 400 naming the field that is missing or wrong
     */
    Agent change(JsonFields patch, Agent before, Workspace workspace, Instant now);
  }

  /** Keeps the agent that the body describes. */
  public Agent add(Context ctx, Reading reading) {
    Caller caller = Caller.of(ctx);
    String id = "agent_" + Repeats.token(ctx, ids);
    Agent agent = reading.read(body.read(ctx), caller, id, now());
    return agents.add(caller.workspace(), agent);
  }

  /**
   * The agent that the path names.
   *
   * @throws peal.service.http.ApiError 404 where there is none
   */
  public Agent one(Context ctx) {
    return agents.one(ctx, Caller.of(ctx).workspace().id(), id(ctx));
  }

  /**
   * The agent that the request, a repeat, has made.
   *
   * @throws peal.service.http.ApiError 409 where it has been deleted since
   */
  public Agent made(Context ctx) {
    String id = "agent_" + Repeats.token(ctx, ids);
    return agents
        .findNow(ctx, Caller.of(ctx).workspace().id(), id)
        .orElseThrow(() -> Repeats.madeAndGone(id));
  }

  /** All of them, newest first. */
  public List<Agent> all(Context ctx) {
    return agents.all(ctx, Caller.of(ctx).workspace().id());
  }

  /**
   * Changes the agent that the path names as the body says.
   *
   * @throws peal.service.http.ApiError 404 where there is none; 403 to who may not change it, as it
   *     was or as it would be
   */
  public Agent change(Context ctx, Change change) {
    Caller caller = Caller.of(ctx);
    JsonFields patch = body.read(ctx);
    return agents.change(
        caller.workspace(),
        id(ctx),
        before -> {
          Rights.mayChange(caller, before);
          Agent after = change.change(patch, before, caller.workspace(), now());
          Rights.mayChange(caller, after);
          return after;
        });
  }

  /**
   * Deletes the agent that the path names. Batches that have begun keep the agent that they took.
   *
   * @throws peal.service.http.ApiError 404 where there is none; 403 to who may not change it
   */
  public void delete(Context ctx) {
    Caller caller = Caller.of(ctx);
    agents.change(
        caller.workspace(),
        id(ctx),
        before -> {
          Rights.mayChange(caller, before);
          return before.deleted(now());
        });
  }

  private static String id(Context ctx) {
    return ctx.pathParam("agentId");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
