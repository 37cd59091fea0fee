package peal.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import peal.testkit.api.Answer;
import peal.testkit.api.Exchange;
import peal.testkit.api.PealClient;

/**
 * What the ids in the document's examples stand for: a workspace of its own, and things in it that
 * are made when an example first names them.
 */
final class ExampleWorld {
  /** When a scheduled batch begins: after any test. */
  private static final String ONE_DAY = Instant.now().plus(Duration.ofDays(30)).toString();

  private final Road road;
  private final PealClient client;
  private final String apiKey;
  private final Map<String, Supplier<String>> makers = new HashMap<>();
  private final Map<String, String> made = new HashMap<>();
  private String caller;

  ExampleWorld(Road road) {
    this.road = road;
    JsonNode workspace =
        road.admin()
            .createWorkspace(
                Map.of(
                    "callsPerSecond",
                    100,
                    "phoneNumbers",
                    List.of(Map.of("id", "front-desk", "number", "+15550100999"))))
            .ok();
    String id = workspace.path("id").asText();
    this.apiKey = workspace.path("apiKey").asText();
    this.client = new PealClient(road.gateway(), id, apiKey);
    makers.put("acme", () -> id);
    makers.put("agent_01m814k4eeee0ddvb22yngjff4", () -> made("createAgent", "_id"));
    makers.put("flow_01m814k9s0w2e4r6t8y0v1c3x5", () -> made("createFlow", "_id"));
    // Nobody listens there: what is told is tried again until the road ends.
    makers.put("https://crm.example.com/peal", () -> "http://127.0.0.1:9/peal");
    makers.put("2026-03-01T00:00:00Z", () -> Instant.now().toString());
    makers.put("whk_01m814k9s0w2e4r6t8y0v1c3x5", () -> made("createWebhook", "id"));
    makers.put("agent_01m814kb3n5m7q9s1d3f5g7h9j", () -> made("createFamilyAgent", "data/id"));
    makers.put("key_01m814kd5f7h9k1m3p5r7t9w1y", () -> made("createKey", "id"));
    makers.put("batch_01m814m0vfj7rzq40c8nfzt6wk", this::endedBatch);
    makers.put("call_01m814m0vfj7rzq40c8nfzt6wk-0-1", () -> answeredCall("jobId"));
    // A plus sign in an address.
    makers.put("%2B12125550123", () -> answeredCall("phone_number").replace("+", "%2B"));
    makers.put("batch_01m814p5d5xk4yv7h9wz3c2g8m", this::waitingBatch);
    makers.put("batch_01m814r9h3k5m7p9s1v3x5z7b9", this::openBatch);
  }

  String apiKey() {
    return apiKey;
  }

  String workspaceId() {
    return made("acme");
  }

  PealClient client() {
    return client;
  }

  Exchange send(Asked asked) {
    return new Wires(road.gateway()).send(asked);
  }

  /** From now on no key makes more requests than this in a minute. */
  void limitRequests(int aMinute) {
    road.admin().patchWorkspace(workspaceId(), Map.of("apiRequestsPerMinute", aMinute)).ok();
  }

  /** The headers that open an operation with these security schemes. */
  Map<String, String> headers(List<List<String>> security) {
    Map<String, String> headers = new HashMap<>();
    for (String scheme : security.isEmpty() ? List.<String>of() : security.getFirst()) {
      switch (scheme) {
        case "apiKey" -> headers.put("x-api-key", apiKey);
        case "workspace" -> headers.put("x-workspace-id", workspaceId());
        case "bearer" -> headers.put("Authorization", "Bearer " + apiKey);
        case "operator" -> headers.put("Authorization", "Bearer " + road.adminToken());
        default -> throw new IllegalArgumentException("no key for " + scheme);
      }
    }
    return headers;
  }

  /** What {@code example} is here: the thing itself where it is a known id. */
  synchronized String made(String example) {
    Supplier<String> maker = makers.get(example);
    if (maker == null) {
      return example;
    }
    String known = made.get(example);
    if (known == null) {
      known = maker.get();
      made.put(example, known);
    }
    return known;
  }

  /** Lets the next example that names it have a new one. */
  synchronized void forget(String example) {
    if (!example.equals("acme")) {
      made.remove(example);
    }
  }

  /** {@code example} with all of its ids made. */
  JsonNode made(JsonNode example) {
    if (example.isTextual()) {
      return TextNode.valueOf(made(example.asText()));
    }
    if (example instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object.properties().forEach(field -> copy.set(field.getKey(), made(field.getValue())));
      return copy;
    }
    if (example instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(item -> copy.add(made(item)));
      return copy;
    }
    return example;
  }

  private String made(String operationId, String id) {
    var operation =
        DocumentOnlooker.CONTRACT.operations().stream()
            .filter(each -> each.id().equals(operationId))
            .findFirst()
            .orElseThrow();
    JsonNode examples =
        Examples.requestBody(operation).path("content").path("application/json").path("examples");
    JsonNode body = made(examples.elements().next().path("value"));
    Asked asked =
        new Asked(
                operation.method(),
                operation.path(),
                headers(operation.security()),
                Optional.of(Forms.json(body)))
            .with("Content-Type", "application/json");
    return Examples.json(send(asked)).at("/" + id).asText();
  }

  private String endedBatch() {
    Answer started = upload(Numbers.ordinary(12), Map.of("agentId", caller()));
    String batch = started.ok().path("batchId").asText();
    await()
        .atMost(Run.PATIENCE)
        .until(() -> client.status(batch).ok().path("isComplete").asBoolean());
    return batch;
  }

  private String answeredCall(String field) {
    JsonNode calls =
        client
            .calls(made("batch_01m814m0vfj7rzq40c8nfzt6wk"), 1, 100, "completed")
            .ok()
            .path("calls");
    for (JsonNode call : calls) {
      if (call.path("outcome").asText().equals("successful")) {
        return call.path(field).asText();
      }
    }
    throw new AssertionError("of twelve ordinary people none answered");
  }

  String waitingBatch() {
    Map<String, String> fields = Map.of("agentId", caller(), "scheduledAt", ONE_DAY);
    return upload(Numbers.ordinary(2), fields).ok().path("batchId").asText();
  }

  private String openBatch() {
    Map<String, String> fields =
        Map.of("agentId", caller(), "scheduledAt", ONE_DAY, "keepOpen", "true");
    return upload(Numbers.ordinary(2), fields).ok().path("batchId").asText();
  }

  private Answer upload(List<String> numbers, Map<String, String> fields) {
    String csv = "phone_number,first_name\n" + String.join(",Ada\n", numbers) + ",Ada\n";
    return client.upload(csv.getBytes(StandardCharsets.UTF_8), fields);
  }

  /** An agent that calls nobody a second time. */
  private String caller() {
    if (caller == null) {
      caller = client.createAgent(Road.agent()).ok().path("_id").asText();
    }
    return caller;
  }
}
