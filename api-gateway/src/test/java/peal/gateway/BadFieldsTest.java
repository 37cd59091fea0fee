package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import peal.gateway.RunningGateway.Reply;

/** Bad fields of which the API's document cannot say that they are: {@link BadInputTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class BadFieldsTest {
  private static final String AGENT =
      "{'name':'A','ttsModel':{'provider':'p','voiceId':'v','language':'en'}%s}";
  private static final String FLOW = "{'name':'F'%s}";
  private static final String STUDIO =
      "{'name':'T','agentArchitecture':'text','model':'m','systemPrompt':'P'%s}";
  private static final String WORKSPACE = "{'name':'W'%s}";
  private static final String HALF = "'\\ud800'";

  private Besieged besieged;

  @BeforeAll
  void start() {
    besieged = new Besieged();
  }

  @AfterAll
  void stop() {
    besieged.close();
  }

  static Stream<Arguments> badFields() {
    List<Arguments> all = new ArrayList<>();
    bad(all, "/api/v1/agents", AGENT, "settings.speed", "{'speed':1e400}");
    bad(all, "/api/v1/agents", AGENT, "gapBetweenEachAttemptForSmartCallback", "[{}]");
    bad(
        all,
        "/api/v1/agents",
        AGENT,
        "gapBetweenEachAttemptForSmartCallback[0].days",
        "[{'days':31}]");
    bad(all, "/api/v1/agents", AGENT, "phoneNumberIds", "['nobodys']");
    bad(all, "/api/v1/agents", AGENT, "phoneNumberIds[0]", "['']");
    bad(all, "/api/v1/agents", AGENT, "variables.a", "{'a':" + HALF + "}");
    bad(all, "/api/v1/agents", AGENT, "elevenLabsApiKey", "'sk-1'");
    bad(all, "/v1/agents", STUDIO, "elevenLabsApiKey", "'sk-1'");
    bad(all, "/api/v1/flows", FLOW, "elevenLabsApiKey", "'sk-1'");
    bad(all, "/api/v1/flows", FLOW, "agentWebhookUrl", "'http://'");
    bad(all, "/api/v1/flows", FLOW, "agent", "'agent_nobodys'");
    bad(all, "/api/v1/flows", FLOW, "customWelcomeMessage", "'','welcomeMessage':'ai_custom'");
    bad(all, "/admin/workspaces", WORKSPACE, "callsPerSecond", "0");
    return all.stream();
  }

  /** The field that the refusal must name, and values for the field that it lies in. */
  private static void bad(
      List<Arguments> all, String path, String rest, String named, String value) {
    String field = named.split("[.\\[]")[0];
    all.add(Arguments.of(path, named, rest.formatted(",'" + field + "':" + value)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badFields")
  void aBadFieldIsNamed(String path, String field, String body) {
    Map<String, String> headers = new HashMap<>(Besieged.headers(path));

    Reply reply = besieged.refused("POST", path, body.replace('\'', '"'), headers);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(reply.body()).contains("'" + field + "'");
  }
}
