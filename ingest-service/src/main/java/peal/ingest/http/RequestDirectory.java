package peal.ingest.http;

import io.javalin.http.Context;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.ingest.batch.Directory;
import peal.service.http.ApiError;

/** Finds the workspace, agent and flow of a request, or says which there is not. Thread-safe. */
final class RequestDirectory {
  private final Directory directory;

  RequestDirectory(Directory directory) {
    this.directory = directory;
  }

  /**
   * The workspace of the path, as it is now.
   *
   * @throws ApiError 404 where there is none, 503 while nobody can tell
   */
  Workspace workspace(Context ctx) {
    if (!directory.ready()) {
      throw new ApiError(
          503,
          "Service unavailable",
          "This service is still reading workspaces and agents. Try again in a moment.",
          "STARTING");
    }
    if (!directory.refresh()) {
      // An agent or a workspace that was changed a moment ago must not be denied, nor speak as
      // before.
      throw new ApiError(
          503,
          "Service unavailable",
          "Whether workspaces and agents have changed is not known: Kafka does not answer. Nobody"
              + " is dialed; try again.",
          "KAFKA_UNAVAILABLE");
    }
    Optional<Workspace> workspace;
    try {
      workspace = directory.workspace(new WorkspaceId(ctx.pathParam("ws")));
    } catch (IllegalArgumentException e) {
      workspace = Optional.empty();
    }
    return workspace.orElseThrow(() ->
        new ApiError(
            404, "Workspace not found", "There is no such workspace.", "WORKSPACE_NOT_FOUND"));
  }

  /**
   * The workspace's agent {@code id}.
   *
   * @throws ApiError 404 where it has none
   */
  Agent agent(Workspace workspace, String id) {
    return directory
        .agent(workspace.id(), id)
        .orElseThrow(() ->
            new ApiError(
                404,
                "Agent not found",
                "The workspace has no agent with the id that agentId names.",
                "AGENT_NOT_FOUND"));
  }

  /** As {@link #agent}; empty where it has none. */
  Optional<Agent> agentIfAny(Workspace workspace, String id) {
    return directory.agent(workspace.id(), id);
  }

  /** The flow that {@code agent} calls by, if it has one. */
  Optional<Flow> flowOf(Agent agent) {
    return directory.flowOf(agent);
  }
}
