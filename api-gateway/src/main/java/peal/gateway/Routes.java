package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Optional;
import peal.gateway.access.AdminDoor;
import peal.gateway.access.Door;
import peal.gateway.access.RateLimit;
import peal.gateway.agents.Agents;
import peal.gateway.batches.BatchChanges;
import peal.gateway.batches.Batches;
import peal.gateway.batches.Redials;
import peal.gateway.batches.RowAdditions;
import peal.gateway.calls.Calls;
import peal.gateway.dialing.OperatorDialing;
import peal.gateway.dialing.OwnDialing;
import peal.gateway.docs.KnownParameters;
import peal.gateway.donotcall.DoNotCall;
import peal.gateway.donotcall.ListImport;
import peal.gateway.events.Events;
import peal.gateway.flows.Flows;
import peal.gateway.live.LiveBatches;
import peal.gateway.results.Results;
import peal.gateway.studio.Envelope;
import peal.gateway.studio.StudioAgents;
import peal.gateway.webhooks.Webhooks;
import peal.gateway.workspaces.Keys;
import peal.gateway.workspaces.OwnWorkspace;
import peal.gateway.workspaces.Workspaces;

/**
 * Every path of the public API, and who guards it.
 *
 * @param door guards the batch family
 * @param answers what they may take until they are read
 * @param limit counts what comes through the door
 * @param stopLimit counts stops and resumes, which that one does not
 * @param repeats sees to it that what makes something does so once
 * @param adminDoor guards the operator's paths; without it they do not exist
 */
record Routes(
    Door door,
    AnswerRoom answers,
    RateLimit limit,
    RateLimit stopLimit,
    Repeats repeats,
    Batches batches,
    BatchChanges changes,
    Redials redials,
    RowAdditions additions,
    Results results,
    LiveBatches live,
    Calls calls,
    Events events,
    Webhooks webhooks,
    Agents agents,
    Flows flows,
    StudioAgents studio,
    Optional<AdminDoor> adminDoor,
    Workspaces workspaces,
    Keys keys,
    OwnWorkspace ownWorkspace,
    OwnDialing ownDialing,
    OperatorDialing operatorDialing,
    DoNotCall doNotCall,
    ListImport listImport) {
  void addTo(JavalinConfig config) {
    config.routes.beforeMatched(KnownParameters::refuseOthers);
    for (String base : List.of("/v1/api/batch-calls", "/v1/batch-calls")) {
      addBatches(config.routes, base);
    }
    addCalls(config.routes);
    for (String base : List.of("/api/v1/agents", "/v1/api/agents")) {
      addAgents(config.routes, base);
    }
    for (String base : List.of("/api/v1/flows", "/v1/api/call-flows")) {
      addFlows(config.routes, base);
    }
    for (String base : List.of("/api/v1/keys", "/v1/api/keys")) {
      guard(config.routes, base);
      addKeys(config.routes, base);
    }
    for (String base : List.of("/v1/api/workspace", "/api/v1/workspace")) {
      guard(config.routes, base);
      config.routes.get(base, ownWorkspace::show);
    }
    guard(config.routes, "/v1/api/events");
    config.routes.get("/v1/api/events", events::list);
    addWebhooks(config.routes, "/v1/api/webhooks");
    addDialing(config.routes, "/v1/api/dialing");
    addDoNotCall(config.routes, "/v1/api/do-not-call");
    addStudio(config.routes, "/v1/agents");
  }

  /** The operator's paths, which may have a port of their own. */
  void addOperatorsTo(JavalinConfig config) {
    adminDoor.ifPresent(operator -> {
      addWorkspaces(config.routes, operator, "/admin/workspaces");
      addOperatorDialing(config.routes, operator, "/admin/dialing");
    });
  }

  private void addBatches(RoutesConfig routes, String base) {
    guard(routes, base);
    routes.get(base + "/template", batches::template);
    routes.post(base + "/validate", batches::validate);
    routes.post(base + "/validate/rejected.csv", batches::validateRejected);
    routes.post(base + "/preview", batches::preview);
    routes.post(base + "/plan", batches::plan);
    routes.post(base, batches::start);
    routes.get(base, batches::list);
    routes.get(base + "/{batchId}", batches::status);
    routes.get(base + "/{batchId}/status", batches::progress);
    routes.get(base + "/{batchId}/events", live::events);
    routes.get(base + "/{batchId}/results.csv", results::csv);
    routes.get(base + "/{batchId}/results.jsonl", results::jsonl);
    routes.get(base + "/{batchId}/rejected.csv", results::rejected);
    routes.get(base + "/{batchId}/calls", batches::calls);
    routes.get(base + "/{batchId}/calls/{jobId}", batches::call);
    routes.get(base + "/{batchId}/calls/{jobId}/history", batches::history);
    routes.get(base + "/{batchId}/calls/{jobId}/why", batches::why);
    routes.post(base + "/{batchId}/pause", batches::pause);
    routes.post(base + "/{batchId}/resume", batches::resume);
    routes.post(base + "/{batchId}/redial", redials::redial);
    routes.post(base + "/{batchId}/rows", additions::add);
    routes.post(base + "/{batchId}/close", additions::close);
    routes.get(base + "/{batchId}/revisions", batches::revisions);
    routes.patch(base + "/{batchId}", changes::change);
    routes.delete(base + "/{batchId}", batches::cancel);
  }

  private void addCalls(RoutesConfig routes) {
    for (String path : List.of("/api/v1/calls/*", "/v1/api/call", "/v1/api/call/*")) {
      routes.before(path, door::admit);
      routes.before(path, limit::count);
    }
    for (String path : List.of("/v1/api/calls", "/api/v1/calls")) {
      routes.before(path, door::admit);
      routes.before(path, limit::count);
      routes.get(path, calls::ofNumber);
    }
    routes.post("/api/v1/calls/call", calls::start);
    routes.post("/v1/api/call", calls::start);
    routes.get("/api/v1/calls/{callId}", calls::one);
    routes.get("/v1/api/call/{callId}", calls::one);
    routes.get("/api/v1/calls/{callId}/history", calls::history);
    routes.get("/v1/api/call/{callId}/history", calls::history);
  }

  private void addAgents(RoutesConfig routes, String base) {
    guardDefinitions(routes, base);
    routes.post(base, repeats.once(agents::create, agents::made));
    routes.get(base, agents::list);
    routes.get(base + "/{agentId}", agents::one);
    routes.patch(base + "/{agentId}", agents::change);
    routes.put(base + "/{agentId}", agents::change);
    routes.delete(base + "/{agentId}", agents::delete);
  }

  private void addFlows(RoutesConfig routes, String base) {
    guardDefinitions(routes, base);
    routes.post(base, repeats.once(flows::create, flows::made));
    routes.get(base, flows::list);
    routes.get(base + "/{flowId}", flows::one);
    routes.patch(base + "/{flowId}", flows::change);
    routes.put(base + "/{flowId}", flows::change);
    routes.delete(base + "/{flowId}", flows::delete);
  }

  private void addWebhooks(RoutesConfig routes, String base) {
    guardDefinitions(routes, base);
    routes.post(base, repeats.once(webhooks::create, webhooks::made));
    routes.get(base, webhooks::list);
    routes.get(base + "/{webhookId}", webhooks::one);
    routes.patch(base + "/{webhookId}", webhooks::change);
    routes.delete(base + "/{webhookId}", webhooks::delete);
    routes.post(base + "/{webhookId}/secret", webhooks::rotate);
    routes.post(base + "/{webhookId}/replay", webhooks::replay);
  }

  private void guard(RoutesConfig routes, String base) {
    for (String path : List.of(base, base + "/*")) {
      routes.before(path, door::admit);
      routes.before(path, limit::count);
    }
  }

  private void guardDefinitions(RoutesConfig routes, String base) {
    guard(routes, base);
    for (String path : List.of(base, base + "/*")) {
      routes.before(path, answers::beforeChange);
    }
  }

  /** A stop is not refused because of what else was asked in the minute before it. */
  private void addDialing(RoutesConfig routes, String base) {
    routes.before(base, door::admit);
    routes.before(base, limit::count);
    routes.before(base + "/*", door::admit);
    routes.before(base + "/*", ownDialing::admit);
    routes.before(base + "/*", stopLimit::count);
    routes.get(base, ownDialing::show);
    routes.post(base + "/stop", ownDialing::stop);
    routes.post(base + "/resume", ownDialing::resume);
  }

  private void addDoNotCall(RoutesConfig routes, String base) {
    guard(routes, base);
    routes.post(base, doNotCall::add);
    routes.get(base, doNotCall::show);
    routes.delete(base, doNotCall::remove);
    routes.post(base + "/import", listImport::take);
  }

  private void addOperatorDialing(RoutesConfig routes, AdminDoor operator, String base) {
    routes.before(base, operator::admit);
    routes.before(base + "/*", operator::admit);
    routes.get(base, operatorDialing::show);
    routes.post(base + "/stop", operatorDialing::stop);
    routes.post(base + "/resume", operatorDialing::resume);
  }

  private void addKeys(RoutesConfig routes, String base) {
    routes.post(base, repeats.once(keys::create, keys::made));
    routes.get(base, keys::list);
    routes.delete(base + "/{keyId}", keys::revoke);
  }

  private void addStudio(RoutesConfig routes, String base) {
    for (String path : List.of(base, base + "/*")) {
      routes.before(path, door::admitByKey);
      routes.before(path, limit::count);
      routes.before(path, answers::beforeChange);
      routes.after(path, Envelope::reshape);
    }
    routes.post(base, repeats.once(studio::create, studio::made));
    routes.get(base, studio::list);
    routes.get(base + "/{agentId}", studio::one);
    routes.patch(base + "/{agentId}", studio::change);
    routes.delete(base + "/{agentId}", studio::delete);
  }

  private void addWorkspaces(RoutesConfig routes, AdminDoor operator, String base) {
    routes.before(base, operator::admit);
    routes.before(base + "/*", operator::admit);
    routes.post(base, repeats.once(workspaces::create, workspaces::made));
    routes.get(base, workspaces::list);
    routes.get(base + "/{id}", workspaces::one);
    routes.patch(base + "/{id}", workspaces::change);
    addKeys(routes, base + "/{id}/keys");
  }
}
