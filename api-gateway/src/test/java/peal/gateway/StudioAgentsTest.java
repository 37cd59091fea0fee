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
import peal.gateway.RunningGateway.Reply;

/** The agents family: API contract, section 5. */
class StudioAgentsTest {
  private static final String PATH = "/v1/agents";
  private static final String TEXT =
      "{'name':'T','agentArchitecture':'text','model':'m','systemPrompt':'P'}";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Reply as(String key, String method, String path, String body) {
    return gateway.send(
        method, path, body.replace('\'', '"'), Map.of("Authorization", "Bearer " + key));
  }

  private Reply ask(String method, String path, String body) {
    return as(RunningGateway.KEY, method, path, body);
  }

  private String made(String body) {
    return ask("POST", PATH, body).json().path("data").path("id").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'A','agentArchitecture':'pipeline','model':'m','stt':'s','tts':'t','systemPrompt':'P'}",
        "{'name':'A','agentArchitecture':'realtime','realtimeProvider':'gemini','systemPrompt':'P'}",
        "{'name':'A','agentArchitecture':'text','model':'m','systemPrompt':'P'}",
      })
  void anAgentOfEachArchitectureIsMadeAndShown(String body) {
    Reply reply = ask("POST", PATH, body);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().path("success").asBoolean()).isTrue();
    JsonNode made = reply.json().path("data");
    assertThat(made.properties().stream().map(Map.Entry::getKey).toList())
        .containsExactly("id", "name", "agentArchitecture", "active", "createdAt");
    assertThat(made.path("active").asBoolean()).isFalse();

    JsonNode shown = ask("GET", PATH + "/" + made.path("id").asText(), "").json().path("data");

    JsonNode sent = new Reply(0, Map.of(), body.replace('\'', '"')).json();
    sent.properties()
        .forEach(field ->
            assertThat(shown.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    assertThat(shown.path("mode").asText()).isEqualTo("public");
    assertThat(shown.path("temperature").asDouble()).isEqualTo(0.7);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "agentArchitecture | {'name':'A'}",
        "agentArchitecture | {'name':'A','agentArchitecture':'steam'}",
        "name | {'agentArchitecture':'text','model':'m','systemPrompt':'P'}",
        "model | {'name':'A','agentArchitecture':'text','systemPrompt':'P'}",
        "systemPrompt | {'name':'A','agentArchitecture':'text','model':'m'}",
        "stt |"
            + " {'name':'A','agentArchitecture':'pipeline','model':'m','tts':'t','systemPrompt':'P'}",
        "tts |"
            + " {'name':'A','agentArchitecture':'pipeline','model':'m','stt':'s','systemPrompt':'P'}",
        "realtimeProvider | {'name':'A','agentArchitecture':'realtime','systemPrompt':'P'}",
        "realtimeProvider |"
            + " {'name':'A','agentArchitecture':'realtime','realtimeProvider':'x','systemPrompt':'P'}",
        "temperature |"
            + " {'name':'A','agentArchitecture':'text','model':'m','systemPrompt':'P','temperature':2.1}",
        "mode | {'name':'A','agentArchitecture':'text','model':'m','systemPrompt':'P','mode':'x'}",
        "enabledFunctions |"
            + " {'name':'A','agentArchitecture':'text','model':'m','systemPrompt':'P','enabledFunctions':1}",
        "phoneNumberIds |"
            + " {'name':'A','agentArchitecture':'text','model':'m','systemPrompt':'P','phoneNumberIds':['x']}",
        "apiKey |"
            + " {'name':'A','agentArchitecture':'text','model':'m','systemPrompt':'P','apiKey':'s'}",
      })
  void aWrongFieldIsNamedInTheFamilysShape(String field, String body) {
    Reply reply = ask("POST", PATH, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("success").asBoolean(true)).isFalse();
    assertThat(reply.json().path("error").asText()).contains(field);
    assertThat(reply.json().path("code").asText()).isEqualTo("INVALID_FIELD");
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.agents.values()).isEmpty();
  }

  @Test
  void refusalsOfEveryKindHaveTheFamilysShape() {
    for (Reply reply :
        new Reply[] {
          gateway.send("GET", PATH, null, Map.of()),
          as("wrong", "GET", PATH, ""),
          ask("GET", PATH + "/agent_nowhere", ""),
          ask("GET", PATH + "?page=0", ""),
          ask("GET", PATH + "?mode=x", ""),
          ask("POST", PATH, "nonsense"),
          ask("PURGE", PATH, ""),
        }) {
      assertThat(reply.status()).isBetween(400, 405);
      assertThat(reply.json().path("success").isBoolean()).isTrue();
      assertThat(reply.json().path("error").isTextual()).isTrue();
      assertThat(reply.json().path("code").isTextual()).isTrue();
      assertThat(reply.json().has("details")).isFalse();
    }
    assertThat(gateway.send("GET", PATH, null, Map.of()).status()).isEqualTo(401);
  }

  @Test
  void theOldHeaderOpensThisFamilyToo() {
    assertThat(gateway.send("GET", PATH, null, Map.of("x-api-key", RunningGateway.KEY)).status())
        .isEqualTo(200);
  }

  @Test
  void agentsAreListedByModePageByPage() {
    for (int i = 0; i < 3; i++) {
      made(TEXT.replace("}", ",'mode':'commercial'}"));
    }
    made(TEXT);

    JsonNode page = ask("GET", PATH + "?mode=commercial&limit=2", "").json();

    assertThat(page.path("data")).hasSize(2);
    assertThat(page.path("data").get(0).properties().stream().map(Map.Entry::getKey).toList())
        .containsExactly("id", "name", "mode", "agentArchitecture", "active", "createdAt");
    assertThat(page.path("pagination").toString())
        .isEqualTo("{\"page\":1,\"total\":3,\"hasNext\":true}");
    assertThat(ask("GET", PATH + "?mode=commercial&limit=2&page=2", "").json().path("data"))
        .hasSize(1);
  }

  @Test
  void aPatchChangesWhatItNamesButNeverTheArchitecture() {
    String path = PATH + "/" + made(TEXT);

    Reply patched = ask("PATCH", path, "{'active':true,'temperature':1.5,'voiceId':'v'}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().path("data").path("active").asBoolean()).isTrue();
    assertThat(patched.json().path("data").path("model").asText()).isEqualTo("m");
    assertThat(patched.json().path("data").path("voiceId").asText()).isEqualTo("v");
    assertThat(ask("PATCH", path, "{'agentArchitecture':'text'}").status()).isEqualTo(200);
    assertThat(ask("PATCH", path, "{'agentArchitecture':'pipeline'}").status()).isEqualTo(400);
    assertThat(ask("PATCH", path, "{'model':null}").status()).isEqualTo(400);
  }

  @Test
  void modesSayWhoMayChangeAnAgent() {
    String member =
        gateway
            .admin("POST", "/admin/workspaces/acme/keys", "{\"role\":\"member\"}")
            .json()
            .path("apiKey")
            .asText();
    String open = PATH + "/" + made(TEXT);
    String ownersPrivate = PATH + "/" + made(TEXT.replace("}", ",'mode':'private'}"));
    String membersPrivate =
        PATH
            + "/"
            + as(member, "POST", PATH, TEXT.replace("}", ",'mode':'private'}"))
                .json()
                .path("data")
                .path("id")
                .asText();

    assertThat(as(member, "PATCH", open, "{'name':'X'}").status()).isEqualTo(403);
    assertThat(as(member, "DELETE", open, "").status()).isEqualTo(403);
    assertThat(as(member, "PATCH", ownersPrivate, "{'name':'X'}").status()).isEqualTo(403);
    assertThat(as(member, "PATCH", membersPrivate, "{'name':'X'}").status()).isEqualTo(200);
    assertThat(as(member, "PATCH", membersPrivate, "{'mode':'public'}").status()).isEqualTo(403);
    assertThat(ask("PATCH", membersPrivate, "{'name':'Y'}").status()).isEqualTo(403);
    assertThat(ask("PATCH", open, "{'name':'Y'}").status()).isEqualTo(200);
  }

  @Test
  void eachFamilySeesAndChangesTheOthersAgents() {
    String mine = made(TEXT);
    String theirs =
        gateway
            .ask(
                "POST",
                AGENTS,
                "{\"name\":\"B\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}")
            .json()
            .path("_id")
            .asText();

    assertThat(gateway.get(AGENTS + "/" + mine).json().path("systemPrompt").asText())
        .isEqualTo("P");
    assertThat(gateway.ask("PATCH", AGENTS + "/" + mine, "{\"name\":\"N\"}").status())
        .isEqualTo(200);
    JsonNode seen = ask("PATCH", PATH + "/" + theirs, "{'systemPrompt':'Q'}").json().path("data");
    assertThat(seen.path("tts").asText()).isEqualTo("p");
    assertThat(seen.path("voiceId").asText()).isEqualTo("v");
    assertThat(gateway.get(AGENTS + "/" + theirs).json().path("systemPrompt").asText())
        .isEqualTo("Q");
    assertThat(ask("GET", PATH + "/" + mine, "").json().path("data").path("temperature").asDouble())
        .as("kept through the other family's change")
        .isEqualTo(0.7);
  }

  @Test
  void aDeletedAgentIsGoneInBothFamilies() {
    String id = made(TEXT);

    Reply deleted = ask("DELETE", PATH + "/" + id, "");

    assertThat(deleted.json().path("data").path("message").asText())
        .isEqualTo("Agent deleted successfully");
    assertThat(ask("GET", PATH + "/" + id, "").status()).isEqualTo(404);
    assertThat(gateway.get(AGENTS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void anotherWorkspacesAgentDoesNotExist() {
    String id = made(TEXT);

    Reply theirs = as(RunningGateway.OTHER_KEY, "GET", PATH + "/" + id, "");
    Reply nowhere = as(RunningGateway.OTHER_KEY, "GET", PATH + "/agent_nowhere", "");

    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.body().replace(id, "agent_nowhere")).isEqualTo(nowhere.body());
  }
}
