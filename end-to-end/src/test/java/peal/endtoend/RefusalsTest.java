package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import peal.testkit.api.Exchange;

/** The document's examples of refusals that operations share: each is brought about. */
@ExtendWith(SharedRoad.class)
class RefusalsTest {
  private static final String AGENTS = "/api/v1/agents";
  private static final String FAMILY = "/v1/agents";
  private static final String BATCHES = "/v1/api/batch-calls";

  /** Brought about by the gateway's own tests, with fakes at its edge. */
  private static final Set<String> OF_FAULTS =
      Set.of(
          "Internal",
          "Unavailable",
          "UnderWay",
          "TooManyAgents",
          "TooManyFlows",
          "FamilyTooManyAgents",
          "TooManyLists",
          "WebhookConflict",
          "TooManyDownloads",
          "TooManyImports");

  private static final Map<String, Function<ExampleWorld, Asked>> PROVOKED = provoked();

  private static Map<String, Function<ExampleWorld, Asked>> provoked() {
    Map<String, Function<ExampleWorld, Asked>> all = new LinkedHashMap<>();
    all.put("BadRequest", world -> get(world, AGENTS + "?limit=0"));
    all.put("UploadRefused", world -> post(world, BATCHES, "{}"));
    all.put("Unauthorized", world -> get(world, AGENTS).with("x-api-key", "peal_nobody"));
    all.put("Forbidden", world -> get(world, AGENTS).with("x-workspace-id", "demo"));
    all.put("NotFound", world -> get(world, AGENTS + "/agent_nobody"));
    all.put("NoWorkspace", world -> operator(world, "GET", "/admin/workspaces/nobody"));
    all.put("CallNotFound", world -> get(world, "/api/v1/calls/nobody"));
    all.put("BatchFinished", RefusalsTest::cancelTooLate);
    all.put("BatchEnded", RefusalsTest::pauseTooLate);
    all.put(
        "BatchNotEnded",
        world -> post(world, BATCHES + "/" + world.waitingBatch() + "/redial", "{}"));
    all.put("NoMoreRows", RefusalsTest::addToAClosedBatch);
    // Its id is of 2020: whatever there was has been forgotten.
    all.put(
        "BatchForgotten",
        world -> post(world, BATCHES + "/batch_01dxf6dt001t0000000000000x/redial", "{}"));
    all.put(
        "CursorGone",
        world -> get(world, "/v1/api/events?after=" + cursor(world.workspaceId(), 999_999_999)));
    all.put("RevisionChanged", RefusalsTest::changeByAnotherRevision);
    all.put("StoppedByOperator", RefusalsTest::resumeWhatTheOperatorStopped);
    all.put("KeyConflict", RefusalsTest::revokeTheLastOwner);
    all.put(
        "WorkspaceConflict",
        world ->
            operator(world, "POST", "/admin/workspaces")
                .saying(json("{\"id\": \"%s\"}".formatted(world.workspaceId()))));
    all.put("TooLarge", world -> post(world, AGENTS, "{\"a\": \"" + "x".repeat(1_000_001) + "\"}"));
    all.put("KeyReused", RefusalsTest::sameKeyForAnother);
    all.put("TooManyRequests", RefusalsTest::oneTooMany);
    all.put("FamilyBadRequest", world -> get(world, FAMILY + "?limit=0"));
    all.put("FamilyUnauthorized", world -> get(world, FAMILY).with("x-api-key", "peal_nobody"));
    all.put("FamilyNotFound", world -> get(world, FAMILY + "/agent_nobody"));
    all.put("FamilyForbidden", RefusalsTest::changeAsMember);
    return all;
  }

  static Set<String> provokedOnes() {
    return PROVOKED.keySet();
  }

  @ParameterizedTest
  @MethodSource("provokedOnes")
  void looksAsTheDocumentShows(String name, Road road) {
    ExampleWorld world = new ExampleWorld(road);
    Asked asked = PROVOKED.get(name).apply(world);

    Exchange real = new Wires(road.gateway()).send(asked);

    DocumentOnlooker.CONTRACT.check(real);
    JsonNode example = example(name);
    assertThat(Examples.missing(example, Examples.json(real), "")).as(name).isEmpty();
    assertThat(Examples.json(real).path("code")).isEqualTo(example.path("code"));
    assertThat(Examples.json(real).path("error").isTextual())
        .isEqualTo(example.path("error").isTextual());
  }

  @Test
  void everyExampleOfARefusalIsBroughtAboutOrOfAFault() {
    Set<String> shown = new TreeSet<>();
    responses()
        .properties()
        .forEach(response -> {
          boolean shows = response.getValue().findPath("examples").isObject();
          if (shows && response.getValue().toString().contains("rror")) {
            shown.add(response.getKey());
          }
        });
    shown.removeAll(OF_FAULTS);

    assertThat(PROVOKED.keySet()).containsAll(shown);
  }

  private static Asked addToAClosedBatch(ExampleWorld world) {
    String batch = BATCHES + "/" + world.made("batch_01m814r9h3k5m7p9s1v3x5z7b9");
    world.send(asked(world, "POST", batch + "/close"));
    return post(world, batch + "/rows", "{\"rows\": [{\"phone_number\": \"+12125550123\"}]}");
  }

  /** Of a workspace with one lane. */
  private static String cursor(String workspace, long offset) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((workspace + ":" + offset).getBytes(StandardCharsets.US_ASCII));
  }

  private static JsonNode responses() {
    return DocumentOnlooker.CONTRACT.document().at("/components/responses");
  }

  private static JsonNode example(String name) {
    return responses().path(name).findPath("examples").elements().next().path("value");
  }

  private static Asked get(ExampleWorld world, String target) {
    return asked(world, "GET", target);
  }

  private static Asked post(ExampleWorld world, String target, String body) {
    return asked(world, "POST", target).with("Content-Type", "application/json").saying(json(body));
  }

  private static Asked asked(ExampleWorld world, String method, String target) {
    return new Asked(
        method,
        target,
        Map.of("x-api-key", world.apiKey(), "x-workspace-id", world.workspaceId()),
        Optional.empty());
  }

  private static Asked operator(ExampleWorld world, String method, String target) {
    return new Asked(method, target, world.headers(List.of(List.of("operator"))), Optional.empty());
  }

  private static Optional<Asked.Body> json(String text) {
    return Optional.of(new Asked.Body(text.getBytes(StandardCharsets.UTF_8), Optional.empty()));
  }

  private static Asked cancelTooLate(ExampleWorld world) {
    return asked(world, "DELETE", BATCHES + "/" + world.made("batch_01m814m0vfj7rzq40c8nfzt6wk"));
  }

  private static Asked pauseTooLate(ExampleWorld world) {
    String batch = world.made("batch_01m814m0vfj7rzq40c8nfzt6wk");
    return asked(world, "POST", BATCHES + "/" + batch + "/pause");
  }

  private static Asked changeByAnotherRevision(ExampleWorld world) {
    return asked(world, "PATCH", BATCHES + "/" + world.waitingBatch())
        .with("If-Match", "7")
        .with("Content-Type", "application/json")
        .saying(json("{\"priority\": 9}"));
  }

  private static Asked resumeWhatTheOperatorStopped(ExampleWorld world) {
    String order = "{\"scope\": \"workspace\", \"id\": \"%s\"}".formatted(world.workspaceId());
    Asked stop =
        operator(world, "POST", "/admin/dialing/stop")
            .with("Content-Type", "application/json")
            .saying(json(order));
    assertThat(world.send(stop).status()).isEqualTo(200);
    return asked(world, "POST", "/v1/api/dialing/resume");
  }

  private static Asked revokeTheLastOwner(ExampleWorld world) {
    JsonNode keys = world.client().get("/api/v1/keys").ok().path("data");
    return asked(world, "DELETE", "/api/v1/keys/" + keys.path(0).path("id").asText());
  }

  private static Asked sameKeyForAnother(ExampleWorld world) {
    Asked first = post(world, AGENTS, Forms.agent("One")).with("Idempotency-Key", "the-same");
    assertThat(world.send(first).status()).isEqualTo(200);
    return first.saying(json(Forms.agent("Two")));
  }

  private static Asked oneTooMany(ExampleWorld world) {
    world.limitRequests(1);
    Asked asked = get(world, AGENTS);
    assertThat(world.send(asked).status()).isEqualTo(200);
    return asked;
  }

  private static Asked changeAsMember(ExampleWorld world) {
    String agent = world.made("agent_01m814kb3n5m7q9s1d3f5g7h9j");
    Exchange key = world.send(post(world, "/api/v1/keys", "{\"role\": \"member\"}"));
    return asked(world, "PATCH", FAMILY + "/" + agent)
        .with("x-api-key", Examples.json(key).path("apiKey").asText())
        .with("Content-Type", "application/json")
        .saying(json(JsonNodeFactory.instance.objectNode().put("active", false).toString()));
  }
}
