package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.Agent;
import peal.gateway.RunningGateway.Reply;

/** Quotas of all workspaces together may be more than any heap. */
class TableRoomTest {
  private static final Map<String, String> ACME =
      Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme");
  private static final Map<String, String> RIVAL =
      Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival");

  /** An agent of about 100,000 bytes. */
  private static final String LARGE = agent("x".repeat(100_000));

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway(Map.of("PEAL_TABLE_MEGABYTES", "1"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static String agent(String prompt) {
    return "{\"name\":\"A\",\"systemPrompt\":\""
        + prompt
        + "\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}";
  }

  private Reply create(Map<String, String> whose) {
    return gateway.send("POST", AGENTS, LARGE, whose);
  }

  /** Rival takes more than all of it. */
  private void fill() {
    assertThat(create(RIVAL).status()).isEqualTo(200);
    Agent one = gateway.agents.values().iterator().next();
    IntStream.range(0, 10).forEach(i -> gateway.agents.put("rival/copy_" + i, one));
  }

  @Test
  void whoHasMoreThanAnEqualShareIsRefusedMoreAndWhoHasLessIsNot() {
    fill();

    Reply refused = create(RIVAL);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("TABLES_FULL");
    assertThat(refused.header("Retry-After")).isNotNull();
    for (int i = 0; i < 5; i++) {
      assertThat(create(ACME).status()).as("up to half of it").isEqualTo(200);
    }
    assertThat(create(ACME).json().path("code").asText()).isEqualTo("TABLES_FULL");
  }

  @Test
  void whatIsThereIsUsedAndMadeSmallerAndRequestsWithoutAKeyGoOn() {
    String id = create(RIVAL).json().path("_id").asText();
    fill();
    gateway.ingest.says(200, "{\"callId\":\"call_c1-0-1\"}");
    String call = "{\"agentId\":\"a\",\"toNumber\":\"+15550100001\"}";

    assertThat(gateway.send("GET", AGENTS + "/" + id, null, RIVAL).status()).isEqualTo(200);
    assertThat(
            gateway
                .send("PATCH", AGENTS + "/" + id, "{\"systemPrompt\":\"short\"}", RIVAL)
                .status())
        .isEqualTo(200);
    assertThat(gateway.send("POST", "/api/v1/calls/call", call, RIVAL).status()).isEqualTo(200);
    Map<String, String> keyed = new HashMap<>(RIVAL);
    keyed.put("Idempotency-Key", "k-1");
    assertThat(gateway.send("POST", "/api/v1/calls/call", call, keyed).json().path("code").asText())
        .isEqualTo("TABLES_FULL");
  }
}
