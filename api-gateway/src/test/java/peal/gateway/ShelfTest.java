package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;
import static peal.gateway.RunningGateway.FLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.Revised;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.docs.ApiDocument;

/** How much one workspace may put into the heap of all. */
class ShelfTest {
  private static final String AGENT =
      "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}";
  private static final String TEXTER =
      "{\"name\":\"T\",\"agentArchitecture\":\"text\",\"model\":\"m\",\"systemPrompt\":\"P\"}";
  private static final String FLOW = "{\"name\":\"F\"}";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** Puts the only one that is there on the shelf {@code times} more. */
  private static <V extends Revised<V>> void copy(MemoryTable<V> table, int times) {
    V one = table.values().iterator().next();
    IntStream.range(0, times).forEach(i -> table.put("acme/copy_" + i, one));
  }

  private static JsonNode example(String response) {
    return ApiDocument.read()
        .at("/components/responses/" + response)
        .findPath("examples")
        .elements()
        .next()
        .path("value");
  }

  @Test
  void aWorkspaceHasAThousandAgentsInBothFamiliesTogether() {
    String first = gateway.ask("POST", AGENTS, AGENT).json().path("_id").asText();
    copy(gateway.agents, 998);
    assertThat(gateway.ask("POST", "/v1/agents", TEXTER).status()).isEqualTo(201);

    Reply one = gateway.ask("POST", AGENTS, AGENT);
    Reply other = gateway.ask("POST", "/v1/agents", TEXTER);

    assertThat(one.status()).isEqualTo(409);
    assertThat(one.json()).isEqualTo(example("TooManyAgents"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json()).isEqualTo(example("FamilyTooManyAgents"));
    assertThat(gateway.ask("PATCH", AGENTS + "/" + first, FLOW).status()).isEqualTo(200);
    assertThat(gateway.ask("DELETE", AGENTS + "/" + first, null).status()).isEqualTo(200);
    assertThat(gateway.ask("POST", AGENTS, AGENT).status()).isEqualTo(200);
  }

  @Test
  void aWorkspaceHasAThousandFlowsWhateverOthersHave() {
    gateway.ask("POST", FLOWS, FLOW);
    copy(gateway.flows, 999);

    Reply refused = gateway.ask("POST", FLOWS, FLOW);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json()).isEqualTo(example("TooManyFlows"));
    Map<String, String> rival =
        Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival");
    assertThat(gateway.send("POST", FLOWS, FLOW, rival).status()).isEqualTo(200);
  }

  @Test
  void aRepeatOfTheLastThatFittedGetsItsAnswer() {
    gateway.ask("POST", FLOWS, FLOW);
    copy(gateway.flows, 998);
    Map<String, String> headers =
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "Idempotency-Key", "k");
    Reply last = gateway.send("POST", FLOWS, FLOW, headers);

    Reply again = gateway.send("POST", FLOWS, FLOW, headers);

    assertThat(last.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(last.body());
  }

  /** A thousand of a quarter of a megabyte are more than a gateway's heap. */
  @Test
  void allAgentsOfAWorkspaceTogetherHaveAsManyBytesAsItsQuota() {
    String filler = ",\"variables\":{\"a\":\"" + "x".repeat(100_000) + "\"}}";
    String large = AGENT.substring(0, AGENT.length() - 1) + filler;
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"maxDefinitionBytes\":250000}");
    String first = gateway.ask("POST", AGENTS, large).json().path("_id").asText();
    String small = gateway.ask("POST", AGENTS, AGENT).json().path("_id").asText();
    gateway.ask("POST", AGENTS, large);

    Reply made = gateway.ask("POST", AGENTS, large);
    Reply grown = gateway.ask("PATCH", AGENTS + "/" + small, "{" + filler.substring(1));

    assertThat(made.status()).isEqualTo(413);
    assertThat(made.json().path("code").asText()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(made.json().path("message").asText()).contains("250,000", "maxDefinitionBytes");
    assertThat(grown.status()).isEqualTo(413);
    assertThat(gateway.ask("PATCH", AGENTS + "/" + first, "{\"name\":\"B\"}").status())
        .as("no larger than it was")
        .isEqualTo(200);
    gateway.ask("DELETE", AGENTS + "/" + first, null);
    assertThat(gateway.ask("POST", AGENTS, large).status()).isEqualTo(200);
  }

  /** Two characters are an object, which takes twenty times as much of every heap. */
  @Test
  void whatIsNothingButStructureCountsByItsValues() {
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"maxDefinitionBytes\":250000}");
    String hollow = "{\"name\":\"F\",\"settings\":{\"a\":[" + "{},".repeat(20_000) + "{}]}}";

    Reply refused = gateway.ask("POST", FLOWS, hollow);

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.json().path("code").asText()).isEqualTo("QUOTA_EXCEEDED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/api/v1/flows | {'name':'F' | 'settings':{'a':'@'}",
        "/api/v1/flows | {'name':'F' | 'flowData':{'nodes':[{'a':'@'}]}",
        "/api/v1/agents | {'name':'A','ttsModel':{'provider':'p','voiceId':'v','language':'e'} |"
            + " 'variables':{'a':'@'}",
        "/v1/agents | {'name':'T','agentArchitecture':'text','model':'m','systemPrompt':'P' |"
            + " 'variables':{'a':'@'}"
      })
  void oneOfThemHasAQuarterOfAMegabyteAtMost(String path, String least, String field) {
    String large = field.replace("@", "x".repeat(Shelf.LARGEST)).replace('\'', '"');
    String begin = least.replace('\'', '"');

    Reply made = gateway.ask("POST", path, begin + "," + large + "}");
    JsonNode small = gateway.ask("POST", path, begin + "}").json();
    String id = small.path("_id").asText(small.path("data").path("id").asText());
    Reply changed = gateway.ask("PATCH", path + "/" + id, "{" + large + "}");

    assertThat(made.status()).isEqualTo(413);
    assertThat(made.json().path("code").asText()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(changed.status()).isEqualTo(413);
    assertThat(gateway.get(path + "/" + id).status()).isEqualTo(200);
  }
}
