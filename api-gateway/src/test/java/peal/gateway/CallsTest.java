package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

class CallsTest {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/calls/call", "/v1/api/call"})
  void anOrderGoesToIngestForTheCallersWorkspace(String path) {
    gateway.ingest.says(200, "{\"status\":\"success\",\"callId\":\"call_c1-0-1\"}");

    Reply reply =
        gateway.ask("POST", path, "{\"agentId\":\"agent_1\",\"toNumber\":\"+12125550142\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("call_c1-0-1");
    assertThat(gateway.ingest.asked.getLast().target()).isEqualTo("/workspaces/acme/calls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/calls/call_c1-0-1", "/v1/api/call/call_c1-0-1"})
  void aCallIsAskedForAsTheOneRowOfItsBatch(String path) {
    gateway.projector.says(200, "{\"jobId\":\"call_c1-0-1\"}");

    assertThat(gateway.get(path).status()).isEqualTo(200);
    assertThat(gateway.projector.asked.getLast().target())
        .isEqualTo("/workspaces/acme/batches/batch_c1/calls/call_c1-0-1?lanes=2");
  }

  @Test
  void aRepeatWithTheSameKeyIsAnsweredAndNobodyIsCalledTwice() {
    gateway.ingest.says(200, "{\"status\":\"success\",\"callId\":\"call_c1-0-1\"}");
    String order = "{\"agentId\":\"agent_1\",\"toNumber\":\"+12125550142\"}";

    Reply first = keyed("k1", order);
    Reply again = keyed("k1", order);
    Reply other = keyed("k1", order.replace("0142", "0143"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(gateway.ingest.asked).hasSize(1);
  }

  @Test
  void whatWasCertainlyNotStartedMayBeTriedAgain() {
    gateway.ingest.says(503, "{\"code\":\"KAFKA_UNAVAILABLE\"}");
    String order = "{\"agentId\":\"agent_1\",\"toNumber\":\"+12125550142\"}";

    assertThat(keyed("k1", order).status()).isEqualTo(503);
    assertThat(keyed("k1", order).status()).isEqualTo(503);
    assertThat(gateway.ingest.asked).hasSize(2);
  }

  private Reply keyed(String key, String order) {
    Map<String, String> headers =
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "Idempotency-Key", key);
    return gateway.send("POST", "/api/v1/calls/call", order, headers);
  }

  @Test
  void anIdThatIsNoneIsNotFound() {
    Reply reply = gateway.get("/api/v1/calls/nonsense%2F");

    assertThat(reply.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"agentId\": \"\\ud800\"}|agentId",
        "{\"metadata\": {\"a\": [1, \"\\ud800\"]}}|metadata.a[1]"
      })
  void whatCannotBeHandedOnAsItCameIsRefused(String order, String field) {
    Reply reply = gateway.ask("POST", "/api/v1/calls/call", order);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.ingest.asked).isEmpty();
  }

  @Test
  void malformedOrdersGoNowhere() {
    assertThat(gateway.ask("POST", "/api/v1/calls/call", "{").status()).isEqualTo(400);
    assertThat(gateway.ask("POST", "/api/v1/calls/call", "[]").status()).isEqualTo(400);
    assertThat(gateway.ingest.asked).isEmpty();
  }
}
