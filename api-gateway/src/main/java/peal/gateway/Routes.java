package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Optional;
import peal.gateway.access.AdminDoor;
import peal.gateway.access.Door;
import peal.gateway.agents.Agents;
import peal.gateway.batches.Batches;
import peal.gateway.flows.Flows;
import peal.gateway.workspaces.Workspaces;

/**
 * Every path of the public API, and who guards it.
 *
 * @param door guards the batch family
 * @param adminDoor guards the operator's paths; without it they do not exist
 */
record Routes(
    Door door,
    Batches batches,
    Agents agents,
    Flows flows,
    Optional<AdminDoor> adminDoor,
    Workspaces workspaces) {
  void addTo(JavalinConfig config) {
    for (String base : List.of("/v1/api/batch-calls", "/v1/batch-calls")) {
      addBatches(config.routes, base);
    }
    for (String base : List.of("/api/v1/agents", "/v1/api/agents")) {
      addAgents(config.routes, base);
    }
    for (String base : List.of("/api/v1/flows", "/v1/api/call-flows")) {
      addFlows(config.routes, base);
    }
    adminDoor.ifPresent(guard -> addWorkspaces(config.routes, guard, "/admin/workspaces"));
  }

  private void addBatches(RoutesConfig routes, String base) {
    routes.before(base, door::admit);
    routes.before(base + "/*", door::admit);
    routes.get(base + "/template", batches::template);
    routes.post(base + "/validate", batches::validate);
    routes.post(base + "/preview", batches::preview);
    routes.post(base, batches::start);
    routes.get(base, batches::list);
    routes.get(base + "/{batchId}", batches::status);
    routes.get(base + "/{batchId}/status", batches::progress);
    routes.get(base + "/{batchId}/calls", batches::calls);
    routes.get(base + "/{batchId}/calls/{jobId}", batches::call);
    routes.delete(base + "/{batchId}", batches::cancel);
  }

  private void addAgents(RoutesConfig routes, String base) {
    routes.before(base, door::admit);
    routes.before(base + "/*", door::admit);
    routes.post(base, agents::create);
    routes.get(base, agents::list);
    routes.get(base + "/{agentId}", agents::one);
    routes.patch(base + "/{agentId}", agents::change);
    routes.put(base + "/{agentId}", agents::change);
    routes.delete(base + "/{agentId}", agents::delete);
  }

  private void addFlows(RoutesConfig routes, String base) {
    routes.before(base, door::admit);
    routes.before(base + "/*", door::admit);
    routes.post(base, flows::create);
    routes.get(base, flows::list);
    routes.get(base + "/{flowId}", flows::one);
    routes.patch(base + "/{flowId}", flows::change);
    routes.put(base + "/{flowId}", flows::change);
    routes.delete(base + "/{flowId}", flows::delete);
  }

  private void addWorkspaces(RoutesConfig routes, AdminDoor guard, String base) {
    routes.before(base, guard::admit);
    routes.before(base + "/*", guard::admit);
    routes.post(base, workspaces::create);
    routes.get(base, workspaces::list);
    routes.get(base + "/{id}", workspaces::one);
    routes.patch(base + "/{id}", workspaces::change);
  }
}
