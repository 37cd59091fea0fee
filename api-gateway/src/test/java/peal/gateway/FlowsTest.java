package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;
import static peal.gateway.RunningGateway.FLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.Flow;
import peal.gateway.RunningGateway.Reply;

class FlowsTest {
  private RunningGateway gateway;
  private String agent;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
    agent =
        gateway
            .ask(
                "POST",
                AGENTS,
                "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}")
            .json()
            .path("_id")
            .asText();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Reply ask(String method, String path, String body) {
    return gateway.ask(method, path, body.replace('\'', '"').replace("@agent", agent));
  }

  @Test
  void theLeastFlowGetsItsDefaults() {
    Reply reply = ask("POST", FLOWS, "{'name':'Reminder'}");

    assertThat(reply.status()).isEqualTo(200);
    JsonNode flow = reply.json();
    assertThat(flow.path("_id").asText()).startsWith("flow_");
    assertThat(flow.path("direction").asText()).isEqualTo("outbound");
    assertThat(flow.path("promptType").asText()).isEqualTo("simple");
    assertThat(flow.path("isActive").asBoolean()).isTrue();
    assertThat(flow.has("active")).isFalse();
    assertThat(gateway.get("/v1/api/call-flows/" + flow.path("_id").asText()).body())
        .isEqualTo(reply.body());
  }

  @Test
  void everyFieldIsKeptAndShown() {
    String sent =
        """
        {'name':'R','direction':'bidirectional','description':'d','agent':'@agent',
         'promptType':'simple','welcomeMessage':'ai_custom','customWelcomeMessage':'Hi',
         'prompt':'Say {x}','flowData':{'nodes':[{'id':'n','at':[1,2.5]}],'edges':[]},
         'isActive':false,'agentWebhookUrl':'https://example.com/hook',
         'dynamicVariableCollections':[{'id':'c','name':'n','isDefault':true,
           'variables':[{'key':'x','value':'y'}]}],
         'settings':{'callSetting':{'maxCallDuration':90,'endCallOnSilence':true},'other':{'a':1}}}
        """;

    JsonNode flow = ask("POST", FLOWS, sent).json();

    JsonNode wanted =
        new Reply(200, Map.of(), sent.replace('\'', '"').replace("@agent", agent)).json();
    wanted
        .properties()
        .forEach(field ->
            assertThat(flow.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    Flow kept = gateway.flows.get("acme/" + flow.path("_id").asText()).orElseThrow();
    assertThat(kept.maxCallDuration()).isEqualTo(90);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name | {}",
        "direction | {'name':'R','direction':'sideways'}",
        "direction | {'name':'R','direction':5}",
        "agent | {'name':'R','agent':'agent_nowhere'}",
        "agent | {'name':'R','agent':'../rival/x'}",
        "welcomeMessage | {'name':'R','welcomeMessage':'hello'}",
        "customWelcomeMessage | {'name':'R','welcomeMessage':'ai_custom'}",
        "flowData | {'name':'R','flowData':[]}",
        "flowData.nodes[0] | {'name':'R','flowData':{'nodes':[1]}}",
        "isActive | {'name':'R','isActive':'yes'}",
        "agentWebhookUrl | {'name':'R','agentWebhookUrl':'javascript:alert(1)'}",
        "agentWebhookUrl | {'name':'R','agentWebhookUrl':'https://a b'}",
        "dynamicVariableCollections | {'name':'R','dynamicVariableCollections':{}}",
        "dynamicVariableCollections[0].variables[0].key |"
            + " {'name':'R','dynamicVariableCollections':[{'variables':[{}]}]}",
        "dynamicVariableCollections[0].variables[0].value |"
            + " {'name':'R','dynamicVariableCollections':[{'variables':[{'key':'a','value':[]}]}]}",
        "settings | {'name':'R','settings':7}",
        "settings.callSetting.maxCallDuration |"
            + " {'name':'R','settings':{'callSetting':{'maxCallDuration':0}}}",
        "apiKey | {'name':'R','settings':{'apiKey':'sk-1'}}",
      })
  void aWrongFieldIsNamed(String field, String request) {
    Reply made = ask("POST", FLOWS, request);

    assertThat(made.status()).isEqualTo(400);
    assertThat(made.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.flows.values()).isEmpty();
  }

  @Test
  void aPatchChangesWhatItNamesAndNullTakesAway() {
    String id =
        ask("POST", FLOWS, "{'name':'R','prompt':'P','settings':{'a':1,'b':2}}")
            .json()
            .path("_id")
            .asText();

    Reply patched =
        ask("PATCH", FLOWS + "/" + id, "{'prompt':null,'agent':'@agent','settings':{'b':3}}");
    Reply put = ask("PUT", "/v1/api/call-flows/" + id, "{'isActive':false}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().has("prompt")).isFalse();
    assertThat(put.json().path("name").asText()).isEqualTo("R");
    assertThat(put.json().path("agent").asText()).isEqualTo(agent);
    assertThat(put.json().path("settings").toString()).isEqualTo("{\"a\":1,\"b\":3}");
    assertThat(ask("PATCH", FLOWS + "/" + id, "{'name':null}").status()).isEqualTo(400);
    assertThat(ask("PATCH", FLOWS + "/" + id, "{'direction':[]}").status()).isEqualTo(400);
    assertThat(gateway.get(FLOWS + "/" + id).body()).isEqualTo(put.body());
  }

  @Test
  void aDeletedFlowIsGone() {
    String id = ask("POST", FLOWS, "{'name':'R'}").json().path("_id").asText();

    Reply deleted = ask("DELETE", FLOWS + "/" + id, "");

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().path("success").asBoolean()).isTrue();
    assertThat(deleted.json().path("message").isTextual()).isTrue();
    assertThat(gateway.get(FLOWS + "/" + id).status()).isEqualTo(404);
    assertThat(ask("PATCH", FLOWS + "/" + id, "{'name':'S'}").status()).isEqualTo(404);
    assertThat(ask("DELETE", FLOWS + "/" + id, "").status()).isEqualTo(404);
    assertThat(gateway.get(FLOWS).json().path("data")).isEmpty();
  }

  @Test
  void anotherWorkspacesFlowDoesNotExist() {
    String id = ask("POST", FLOWS, "{'name':'R'}").json().path("_id").asText();
    Map<String, String> rival =
        Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival");

    for (String method : new String[] {"GET", "PATCH", "PUT", "DELETE"}) {
      Reply theirs = gateway.send(method, FLOWS + "/" + id, "{}", rival);
      Reply nowhere = gateway.send(method, FLOWS + "/flow_nowhere", "{}", rival);

      assertThat(theirs.status()).isEqualTo(404);
      assertThat(theirs.body().replace(id, "flow_nowhere")).isEqualTo(nowhere.body());
    }
    assertThat(
            gateway
                .send("POST", FLOWS, "{\"name\":\"R\",\"agent\":\"" + agent + "\"}", rival)
                .status())
        .isEqualTo(400);
  }

  @Test
  void whereKafkaCannotBeAskedAnAnswerSaysThatItMayBeBehind() {
    String id = ask("POST", FLOWS, "{'name':'R'}").json().path("_id").asText();
    gateway.flows.broken = true;

    Reply reply = gateway.get(FLOWS + "/" + id);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("X-Peal-Stale")).isEqualTo("true");
    assertThat(ask("PATCH", FLOWS + "/" + id, "{'name':'S'}").status()).isEqualTo(503);
  }
}
