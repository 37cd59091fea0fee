package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import peal.gateway.RunningGateway.Reply;

/**
 * A gateway of which only refusals are expected: each in the contract's shape. Services behind it
 * refuse whatever they are asked, with a code that tells them apart.
 */
final class Besieged implements AutoCloseable {
  /** The code of what was refused by a service behind the gateway. */
  static final String BEHIND = "BEHIND";

  private static final String REFUSED_BEHIND =
      "{\"error\":\"Refused\",\"message\":\"m\",\"details\":\"m\",\"code\":\"BEHIND\"}";
  private static final String AGENT =
      "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}";

  final RunningGateway gateway = new RunningGateway();
  final String agent;
  final String flow;
  final String webhook;

  Besieged() {
    agent = gateway.ask("POST", RunningGateway.AGENTS, AGENT).json().path("_id").asText();
    flow =
        gateway.ask("POST", RunningGateway.FLOWS, "{\"name\":\"F\"}").json().path("_id").asText();
    webhook =
        gateway
            .ask("POST", "/v1/api/webhooks", "{\"url\":\"https://crm.example.com/peal\"}")
            .json()
            .path("id")
            .asText();
    gateway.ingest.says(400, REFUSED_BEHIND);
    gateway.projector.says(Besieged::asAProjector);
  }

  /** There is no batch. */
  private static StubService.Says asAProjector(StubService.Asked asked) {
    if (asked.target().contains("/cancellation")) {
      return StubService.Says.json(200, "{\"found\":false}");
    }
    return asked.target().contains("/redial?")
        ? StubService.Says.json(404, REFUSED_BEHIND.replace(BEHIND, "NOT_FOUND"))
        : StubService.Says.json(400, REFUSED_BEHIND);
  }

  /** The headers that open {@code path}. */
  static Map<String, String> headers(String path) {
    Map<String, String> headers = new HashMap<>();
    if (path.startsWith("/admin")) {
      headers.put("authorization", "Bearer " + RunningGateway.ADMIN);
    } else {
      headers.put("x-api-key", RunningGateway.KEY);
      headers.put("x-workspace-id", "acme");
    }
    return headers;
  }

  /** What is answered to a request that must be refused. */
  Reply refused(String method, String path, String body, Map<String, String> headers) {
    Reply reply = gateway.send(method, path, body, headers);
    assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
    assertThat(reply.header("Content-Type")).startsWith("application/json");
    assertThat(reply.header("X-Request-Id")).isNotBlank();
    assertThat(reply.headers()).doesNotContainKey("set-cookie");
    assertThat(reply.json().path("error").isTextual()).isTrue();
    assertThat(reply.body()).doesNotContain("Exception", "\\tat ", "peal.gateway", "jackson");
    return reply;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
