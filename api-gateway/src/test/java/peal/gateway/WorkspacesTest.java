package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Limits;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.access.Secret;

class WorkspacesTest {
  private static final String PATH = "/admin/workspaces";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aNewWorkspaceShowsItsKeyOnceAndTheKeyOpensIt() {
    Reply reply =
        gateway.admin(
            "POST",
            PATH,
            """
            {"id":"shop","name":"The shop","lanes":3,"callsPerSecond":2.5,
             "maxConcurrentCalls":7,"maxRowsPerBatch":9,
             "phoneNumbers":["+15550100009",{"id":"desk","number":"+15550100010"}]}\
            """);

    assertThat(reply.status()).isEqualTo(201);
    String key = reply.json().path("apiKey").asText();
    assertThat(key).matches("peal_[A-Za-z0-9_-]{43}");
    Workspace kept = gateway.workspaces.get("shop").orElseThrow();
    assertThat(kept.limits()).isEqualTo(new Limits(2.5, 7, 9));
    assertThat(kept.lanes()).isEqualTo(3);
    assertThat(kept.keys().getFirst().sha256()).isEqualTo(Secret.sha256(key));
    assertThat(kept.phoneNumbers().getLast().id()).isEqualTo("desk");

    Reply shown = gateway.admin("GET", PATH + "/shop", null);
    Reply listed = gateway.admin("GET", PATH, null);

    for (Reply later : new Reply[] {shown, listed}) {
      assertThat(later.status()).isEqualTo(200);
      assertThat(later.body()).doesNotContain(key, Secret.sha256(key), "sha256", "apiKey");
    }
    assertThat(listed.json().path("data").findValuesAsText("name"))
        .containsExactly("acme", "rival", "The shop");
    assertThat(open("shop", key)).isEqualTo(200);
  }

  @Test
  void aWorkspaceOfDefaultsNeedsNothing() {
    JsonNode made = gateway.admin("POST", PATH, "{}").json();

    assertThat(made.path("id").asText()).matches("ws_[a-z0-9]{26}");
    assertThat(made.path("lanes").asInt()).isEqualTo(1);
    assertThat(made.path("callsPerSecond").asDouble()).isEqualTo(10);
    assertThat(made.path("createdAt").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
  }

  @Test
  void anOperatorMayBringTheKey() {
    gateway.admin("POST", PATH, "{\"id\":\"demo\",\"apiKey\":\"a-preset-demo-key\"}");

    assertThat(open("demo", "a-preset-demo-key")).isEqualTo(200);
  }

  @Test
  void anIdOrKeyThatIsTakenIsNotGivenAgain() {
    Reply sameId = gateway.admin("POST", PATH, "{\"id\":\"acme\"}");
    Reply sameKey =
        gateway.admin("POST", PATH, "{\"id\":\"n\",\"apiKey\":\"" + RunningGateway.KEY + "\"}");

    assertThat(sameId.status()).isEqualTo(409);
    assertThat(sameKey.status()).isEqualTo(409);
    assertThat(open("acme", RunningGateway.KEY)).isEqualTo(200);
  }

  @Test
  void aNumberNamesItsCarrierAndKeepsIt() {
    gateway.admin(
        "PATCH",
        PATH + "/acme",
        "{\"phoneNumbers\":[{\"number\":\"+15550100001\",\"carrier\":\"twilio\"}]}");
    Reply again = gateway.admin("PATCH", PATH + "/acme", "{\"phoneNumbers\":[\"+15550100001\"]}");
    Reply wrong =
        gateway.admin(
            "PATCH",
            PATH + "/acme",
            "{\"phoneNumbers\":[{\"number\":\"+15550100001\",\"carrier\":\"a b\"}]}");

    assertThat(again.json().at("/phoneNumbers/0/carrier").asText()).isEqualTo("twilio");
    assertThat(gateway.workspaces.get("acme").orElseThrow().phoneNumbers())
        .containsExactly(
            new Workspace.OwnNumber("number_1", new PhoneNumber("+15550100001"), "twilio"));
    assertThat(wrong.status()).isEqualTo(400);
  }

  @Test
  void limitsNameAndNumbersCanChange() {
    Reply reply =
        gateway.admin(
            "PATCH",
            PATH + "/acme",
            """
            {"name":"Acme 2","callsPerSecond":50,
             "phoneNumbers":["+15550100002","+15550100001"]}\
            """);

    assertThat(reply.status()).isEqualTo(200);
    Workspace kept = gateway.workspaces.get("acme").orElseThrow();
    assertThat(kept.name()).isEqualTo("Acme 2");
    assertThat(kept.limits()).isEqualTo(new Limits(50, 100, 1_000_000));
    assertThat(kept.lanes()).isEqualTo(2);
    assertThat(kept.phoneNumbers()).hasSize(2);
    assertThat(kept.phoneNumbers().getLast().id()).as("keeps its id").isEqualTo("number_1");
    assertThat(open("acme", RunningGateway.KEY)).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | '' | id | {'id':'a b'}",
        "POST | '' | id | {'id':7}",
        "POST | '' | lanes | {'lanes':0}",
        "POST | '' | lanes | {'lanes':65}",
        "POST | '' | callsPerSecond | {'callsPerSecond':0}",
        "POST | '' | callsPerSecond | {'callsPerSecond':10001}",
        "POST | '' | maxConcurrentCalls | {'maxConcurrentCalls':0}",
        "POST | '' | maxConcurrentCalls | {'lanes':3,'maxConcurrentCalls':2}",
        "POST | '' | maxRowsPerBatch | {'maxRowsPerBatch':'many'}",
        "POST | '' | apiKey | {'apiKey':'too-short'}",
        "POST | '' | apiKey | {'apiKey':'has spaces in its middle'}",
        "POST | '' | phoneNumbers | {'phoneNumbers':'+15550100001'}",
        "POST | '' | phoneNumbers[0] | {'phoneNumbers':['555']}",
        "POST | '' | phoneNumbers[1] | {'phoneNumbers':['+15550100001',7]}",
        "POST | '' | phoneNumbers[0].number | {'phoneNumbers':[{'id':'x'}]}",
        "POST | '' | phoneNumbers | {'phoneNumbers':['+15550100001','+15550100001']}",
        "PATCH | /acme | lanes | {'lanes':2}",
        "PATCH | /acme | maxConcurrentCalls | {'maxConcurrentCalls':1}",
        "PATCH | /acme | callsPerSecond | {'callsPerSecond':-1}",
      })
  void aWrongFieldIsNamed(String method, String path, String field, String body) {
    Reply reply = gateway.admin(method, PATH + path, body.replace('\'', '"'));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.workspaces.values()).hasSize(2);
  }

  /** With fewer, some lanes would never dial, and their rows would wait for ever. */
  @Test
  void oneCallForEachLaneIsEnough() {
    String most = "{\"id\":\"wide\",\"lanes\":64}";
    String least = "{\"id\":\"thin\",\"lanes\":3,\"maxConcurrentCalls\":3}";

    assertThat(gateway.admin("POST", PATH, most).status()).isEqualTo(201);
    assertThat(gateway.admin("POST", PATH, least).status()).isEqualTo(201);
    Reply refused = gateway.admin("PATCH", PATH + "/thin", "{\"maxConcurrentCalls\":2}");
    Reply more = gateway.admin("PATCH", PATH + "/thin", "{\"maxConcurrentCalls\":4}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("message").asText())
        .isEqualTo(
            "'maxConcurrentCalls' must be at least the number of 'lanes', 3: each lane needs a"
                + " call.");
    assertThat(more.json().path("maxConcurrentCalls").asInt()).isEqualTo(4);
  }

  /** One that was made before this was refused can still be changed otherwise, and mended. */
  @Test
  void aWorkspaceOfTooFewCallsKeepsItsOtherFieldsChangeable() {
    Workspace acme = gateway.workspaces.get("acme").orElseThrow();
    gateway.workspaces.put("acme", limited(acme, new Limits(10, 1, 1_000)));

    Reply renamed = gateway.admin("PATCH", PATH + "/acme", "{\"name\":\"Acme 2\"}");
    Reply mended = gateway.admin("PATCH", PATH + "/acme", "{\"maxConcurrentCalls\":2}");

    assertThat(renamed.status()).isEqualTo(200);
    assertThat(mended.json().path("maxConcurrentCalls").asInt()).isEqualTo(2);
  }

  private static Workspace limited(Workspace before, Limits limits) {
    return new Workspace(
        before.id(),
        before.name(),
        before.lanes(),
        limits,
        before.keys(),
        before.phoneNumbers(),
        before.createdAt(),
        before.revision());
  }

  @Test
  void aWorkspaceSeesWhatItHasTakenOfItsQuotas() {
    gateway.ask(
        "POST",
        AGENTS,
        "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}");
    gateway.admin("PATCH", PATH + "/acme", "{\"maxRepeatBytes\":1000}");

    JsonNode quotas = gateway.get("/v1/api/workspace").json().path("quotas");

    assertThat(quotas.at("/agents/bytes").asLong()).isBetween(100L, 1_000L);
    assertThat(quotas.at("/agents/most").asLong()).isEqualTo(4 << 20);
    assertThat(quotas.at("/flows/bytes").asLong()).isZero();
    assertThat(quotas.at("/repeats/most").asLong()).isEqualTo(1_000);
  }

  @Test
  void whatAnotherGatewayHasChangedIsShown() {
    gateway.workspaces.elsewhere =
        () -> {
          gateway.workspaces.elsewhere = () -> {};
          gateway.admin("PATCH", PATH + "/acme", "{\"name\":\"Changed elsewhere\"}");
        };

    assertThat(gateway.get("/v1/api/workspace").json().path("name").asText())
        .isEqualTo("Changed elsewhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, PATH + "/acme", PATH + "/acme/keys"})
  void whereKafkaCannotBeAskedWhatIsShownSaysThatItMayBeBehind(String path) {
    gateway.workspaces.broken = true;

    Reply reply = gateway.admin("GET", path, null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("X-Peal-Stale")).isEqualTo("true");
    assertThat(gateway.get("/v1/api/workspace").header("X-Peal-Stale")).isEqualTo("true");
  }

  @Test
  void operatorsMayHaveAPortOfTheirOwn() {
    try (RunningGateway apart = new RunningGateway(Map.of("PEAL_ADMIN_PORT", "0"))) {
      assertThat(apart.admin("GET", PATH, null).status()).isEqualTo(200);
      assertThat(apart.statusAtTheOpenPort(PATH)).isEqualTo(404);
    }
  }

  @Test
  void anUnknownWorkspaceIsNotFound() {
    assertThat(gateway.admin("GET", PATH + "/nowhere", null).status()).isEqualTo(404);
    assertThat(gateway.admin("PATCH", PATH + "/nowhere", "{}").status()).isEqualTo(404);
    assertThat(gateway.admin("GET", PATH + "/%20", null).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic token-of-operators",
        "token-of-operators"
      })
  void withoutTheTokenThereIsNoWayIn(String authorization) {
    Map<String, String> headers =
        authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);

    assertThat(gateway.send("GET", PATH, null, headers).status()).isEqualTo(401);
    assertThat(gateway.send("POST", PATH, "{}", headers).status()).isEqualTo(401);
    assertThat(gateway.send("GET", PATH + "/acme", null, headers).status()).isEqualTo(401);
  }

  @Test
  void whereNoTokenIsSetThereIsNoAdminPath() {
    try (RunningGateway closed = new RunningGateway(Map.of("PEAL_ADMIN_TOKEN", " "))) {
      assertThat(closed.admin("GET", PATH, null).status()).isEqualTo(404);
    }
  }

  private int open(String workspace, String key) {
    return gateway
        .send("GET", AGENTS, null, Map.of("x-api-key", key, "x-workspace-id", workspace))
        .status();
  }
}
