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
import peal.domain.Agent;
import peal.gateway.RunningGateway.Reply;

class AgentsTest {
  private static final String VOICE =
      "\"ttsModel\":{\"provider\":\"elevenlabs\",\"voiceId\":\"v1\",\"language\":\"en\"}";

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
  void theLeastAgentGetsItsDefaults() {
    Reply reply = create("{\"name\":\"Ann\"," + VOICE + ",\"nobodyKnows\":{\"this\":1}}");

    assertThat(reply.status()).isEqualTo(200);
    JsonNode agent = reply.json();
    assertThat(agent.path("_id").asText()).startsWith("agent_");
    assertThat(agent.path("workspaceId").asText()).isEqualTo("acme");
    assertThat(agent.path("llmModel").asText()).isEqualTo("gpt-4o-mini");
    assertThat(agent.path("status").asText()).isEqualTo("ready");
    assertThat(agent.path("active").asBoolean()).isTrue();
    assertThat(agent.path("createdAt").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
    assertThat(agent.path("updatedAt")).isEqualTo(agent.path("createdAt"));
    assertThat(agent.has("nobodyKnows")).isFalse();
    assertThat(agent.has("systemPrompt")).isFalse();
    assertThat(gateway.get(AGENTS + "/" + agent.path("_id").asText()).body())
        .isEqualTo(reply.body());
  }

  @Test
  void everyFieldOfACallIsKept() {
    Reply reply =
        create(
            """
            {"name":"Ann","llmModel":"m",%s,
             "settings":{"speed":0,"volume":0.5,"temperature":1},
             "systemPrompt":"Hi {first_name}","welcomeMessage":"Hello","smartCallback":true,
             "maxAttemptsForSmartCallback":2,
             "gapBetweenEachAttemptForSmartCallback":[{"days":1,"hours":0.5}],
             "phoneNumberIds":["number_1"],"variables":{"a":"b","n":3},
             "maxCallDuration":120,"active":false}\
            """
                .formatted(VOICE));

    assertThat(reply.status()).isEqualTo(200);
    Agent kept = gateway.agents.get("acme/" + reply.json().path("_id").asText()).orElseThrow();
    assertThat(kept.settings()).isEqualTo(new Agent.Settings(0.0, 0.5, 1.0));
    assertThat(kept.systemPrompt()).isEqualTo("Hi {first_name}");
    assertThat(kept.gapBetweenEachAttemptForSmartCallback()).containsExactly(new Agent.Gap(1, 0.5));
    assertThat(kept.phoneNumberIds()).containsExactly("number_1");
    assertThat(kept.variables()).isEqualTo(Map.of("a", "b", "n", "3"));
    assertThat(kept.maxCallDuration()).isEqualTo(120);
    assertThat(kept.active()).isFalse();
    assertThat(reply.json().path("variables").path("n").asText()).isEqualTo("3");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name | {@}",
        "name | {'name':'',@}",
        "name | {'name':7,@}",
        "name | {'name':'\\ud800',@}",
        "ttsModel | {'name':'A'}",
        "ttsModel | {'name':'A','ttsModel':'x'}",
        "ttsModel | {'name':'A','ttsModel':null}",
        "ttsModel.voiceId | {'name':'A','ttsModel':{'provider':'p','language':'en'}}",
        "ttsModel.provider | {'name':'A','ttsModel':{'provider':1,'voiceId':'v','language':'en'}}",
        "llmModel | {'name':'A',@,'llmModel':[]}",
        "settings | {'name':'A',@,'settings':1}",
        "settings.speed | {'name':'A',@,'settings':{'speed':1.1}}",
        "settings.volume | {'name':'A',@,'settings':{'volume':-0.1}}",
        "settings.temperature | {'name':'A',@,'settings':{'temperature':'hot'}}",
        "settings.temperature | {'name':'A',@,'settings':{'temperature':1e999}}",
        "smartCallback | {'name':'A',@,'smartCallback':'yes'}",
        "maxAttemptsForSmartCallback | {'name':'A',@,'maxAttemptsForSmartCallback':0}",
        "maxAttemptsForSmartCallback | {'name':'A',@,'maxAttemptsForSmartCallback':11}",
        "maxAttemptsForSmartCallback | {'name':'A',@,'maxAttemptsForSmartCallback':1.5}",
        "gapBetweenEachAttemptForSmartCallback |"
            + " {'name':'A',@,'gapBetweenEachAttemptForSmartCallback':{}}",
        "gapBetweenEachAttemptForSmartCallback |"
            + " {'name':'A',@,'gapBetweenEachAttemptForSmartCallback':[]}",
        "gapBetweenEachAttemptForSmartCallback |"
            + " {'name':'A',@,'gapBetweenEachAttemptForSmartCallback':[{'hours':0.01}]}",
        "gapBetweenEachAttemptForSmartCallback[0] |"
            + " {'name':'A',@,'gapBetweenEachAttemptForSmartCallback':[1]}",
        "gapBetweenEachAttemptForSmartCallback[0].days |"
            + " {'name':'A',@,'gapBetweenEachAttemptForSmartCallback':[{'days':31}]}",
        "phoneNumberIds | {'name':'A',@,'phoneNumberIds':'number_1'}",
        "phoneNumberIds[0] | {'name':'A',@,'phoneNumberIds':[1]}",
        "phoneNumberIds | {'name':'A',@,'phoneNumberIds':['number_1','number_of_rival']}",
        "variables | {'name':'A',@,'variables':['a']}",
        "variables.a | {'name':'A',@,'variables':{'a':{}}}",
        "maxCallDuration | {'name':'A',@,'maxCallDuration':0}",
        "maxCallDuration | {'name':'A',@,'maxCallDuration':86401}",
        "maxCallDuration | {'name':'A',@,'maxCallDuration':99999999999999999999}",
        "active | {'name':'A',@,'active':1}",
        "elevenLabsApiKey | {'name':'A',@,'elevenLabsApiKey':'sk-123'}",
        "api_key | {'name':'A','ttsModel':{'api_key':'sk-123'}}",
      })
  void aWrongFieldIsNamed(String field, String request) {
    Reply reply = create(request.replace('\'', '"').replace("@", VOICE));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(reply.json().path("message").asText()).contains(field);
    assertThat(reply.json().path("code").asText()).isEqualTo("INVALID_FIELD");
    assertThat(reply.body()).doesNotContain("sk-123");
    assertThat(gateway.agents.values()).isEmpty();
  }

  @Test
  void aVariableMayHaveAnyName() {
    Reply reply = create("{\"name\":\"A\"," + VOICE + ",\"variables\":{\"api_key\":\"door 4\"}}");

    assertThat(reply.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "[]",
        "\"x\"",
        "null",
        "{\"name\":",
        "{} {}",
        "{\"a\":1,\"a\":2}"
      })
  void aBodyThatIsNoJsonObjectIsRefused(String body) {
    Reply reply = create(body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("code").asText()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void aDeepOrLongBodyIsRefused() {
    assertThat(create("{\"a\":" + "[".repeat(5_000)).status()).isEqualTo(400);
    assertThat(create("{\"a\":\"" + "x".repeat(1_000_000) + "\"}").status()).isEqualTo(413);
  }

  @Test
  void agentsAreListedNewestFirstPageByPage() {
    for (int i = 1; i <= 5; i++) {
      create("{\"name\":\"Ann " + i + "\"," + VOICE + "}");
    }

    JsonNode first = gateway.get(AGENTS + "?limit=2").json();
    JsonNode last = gateway.get("/v1/api/agents?limit=2&page=3").json();
    JsonNode past = gateway.get(AGENTS + "?limit=2&page=4").json();

    assertThat(first.path("data").findValuesAsText("name")).containsExactly("Ann 5", "Ann 4");
    assertThat(first.path("pagination").toString())
        .isEqualTo(
            "{\"page\":1,\"limit\":2,\"total\":5,\"totalPages\":3,\"hasNext\":true,\"hasPrev\":false}");
    assertThat(last.path("data").findValuesAsText("name")).containsExactly("Ann 1");
    assertThat(last.path("pagination").path("hasNext").asBoolean()).isFalse();
    assertThat(past.path("data")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999", "2147483648", "99999999999999999999", "00000000000000002"})
  void aPageFarPastTheEndIsEmpty(String page) {
    create("{\"name\":\"Ann\"," + VOICE + "}");

    for (String path : new String[] {AGENTS, RunningGateway.FLOWS, "/v1/agents"}) {
      Reply reply = gateway.get(path + "?limit=100&page=" + page);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("data").isArray()).isTrue();
      assertThat(reply.json().path("data")).isEmpty();
      assertThat(reply.json().path("pagination").path("hasNext").asBoolean(true)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "limit=0",
        "limit=101",
        "limit=1e1",
        "limit=99999999999"
      })
  void aPageThatIsNoneIsRefused(String query) {
    assertThat(gateway.get(AGENTS + "?" + query).status()).isEqualTo(400);
  }

  @Test
  void anotherWorkspacesAgentDoesNotExist() {
    String id = create("{\"name\":\"Ann\"," + VOICE + "}").json().path("_id").asText();
    Map<String, String> rival =
        Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival");

    Reply theirs = gateway.send("GET", AGENTS + "/" + id, null, rival);
    Reply nowhere = gateway.send("GET", AGENTS + "/agent_nowhere", null, rival);

    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.body().replace(id, "agent_nowhere")).isEqualTo(nowhere.body());
    assertThat(gateway.send("GET", AGENTS, null, rival).json().path("data")).isEmpty();
    assertThat(gateway.send("GET", AGENTS + "/..%2Facme%2F" + id, null, rival).status())
        .isEqualTo(404);
  }

  @Test
  void anAgentThatCouldNotBeKeptIsNotAcknowledged() {
    gateway.agents.broken = true;

    Reply reply = create("{\"name\":\"Ann\"," + VOICE + "}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isNotNull();
  }

  @Test
  void aPatchChangesOnlyWhatItNames() {
    String id =
        create("{\"name\":\"Ann\",\"variables\":{\"a\":\"1\"}," + VOICE + "}")
            .json()
            .path("_id")
            .asText();
    gateway.now.updateAndGet(now -> now.plusSeconds(60));

    Reply patched =
        gateway.ask(
            "PATCH",
            AGENTS + "/" + id,
            "{\"systemPrompt\":\"P\",\"variables\":{\"b\":2},\"ttsModel\":{\"voiceId\":\"v2\"}}");
    Reply put = gateway.ask("PUT", "/v1/api/agents/" + id, "{\"active\":false,\"_id\":\"x\"}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(put.json().path("_id").asText()).isEqualTo(id);
    assertThat(put.json().path("name").asText()).isEqualTo("Ann");
    assertThat(put.json().path("systemPrompt").asText()).isEqualTo("P");
    assertThat(put.json().path("variables").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(put.json().path("ttsModel").path("provider").asText()).isEqualTo("elevenlabs");
    assertThat(put.json().path("ttsModel").path("voiceId").asText()).isEqualTo("v2");
    assertThat(put.json().path("active").asBoolean()).isFalse();
    assertThat(put.json().path("createdAt").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
    assertThat(put.json().path("updatedAt").asText()).isEqualTo("2026-03-01T12:01:00.000Z");
    assertThat(gateway.get(AGENTS + "/" + id).body()).isEqualTo(put.body());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name | {'name':null}",
        "ttsModel | {'ttsModel':null}",
        "ttsModel.voiceId | {'ttsModel':{'voiceId':''}}",
        "settings.speed | {'settings':{'speed':2}}",
        "elevenLabsApiKey | {'elevenLabsApiKey':'sk-123'}",
      })
  void aWrongFieldOfAPatchIsNamedAndNothingChanges(String field, String patch) {
    Reply made = create("{\"name\":\"Ann\"," + VOICE + "}");
    String path = AGENTS + "/" + made.json().path("_id").asText();

    Reply reply = gateway.ask("PATCH", path, patch.replace('\'', '"'));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.get(path).body()).isEqualTo(made.body());
  }

  @Test
  void aDeletedAgentIsGone() {
    String path =
        AGENTS + "/" + create("{\"name\":\"Ann\"," + VOICE + "}").json().path("_id").asText();

    Reply deleted = gateway.ask("DELETE", path, null);

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().path("success").asBoolean()).isTrue();
    assertThat(gateway.get(path).status()).isEqualTo(404);
    assertThat(gateway.ask("PATCH", path, "{}").status()).isEqualTo(404);
    assertThat(gateway.ask("DELETE", path, null).status()).isEqualTo(404);
    assertThat(gateway.get(AGENTS).json().path("data")).isEmpty();
  }

  private Reply create(String body) {
    return gateway.ask("POST", AGENTS, body);
  }
}
