package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.docs.ApiDocument;

/**
 * The document's examples of refusals that are nobody's fault at the front door, or a fault of
 * ours. The others are brought about end to end.
 */
@Timeout(180)
class DocumentedFaultsTest {
  private static final String CALL = "/api/v1/calls/call";
  private static final String ORDER = "{\"agentId\":\"agent_1\",\"toNumber\":\"+12125550142\"}";

  /** The document's example of a refusal. */
  private static JsonNode example(String response) {
    return ApiDocument.read()
        .at("/components/responses/" + response)
        .findPath("examples")
        .elements()
        .next()
        .path("value");
  }

  private static List<String> names(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/agents", "/v1/api/agents/agent_1", "/v1/agents"})
  void aFaultOfOursTellsNothingButANameForIt(String path) {
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.agents.faulty = true;

      Reply reply = gateway.get(path);

      JsonNode shown = example("Internal");
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.json().path("code")).isEqualTo(shown.path("code"));
      assertThat(reply.json().path("requestId").asText()).isEqualTo(reply.header("X-Request-Id"));
      assertThat(reply.body()).doesNotContain("a test wants", "IllegalState", "\\tat ");
      if (path.startsWith("/v1/agents")) {
        assertThat(names(reply.json())).containsExactly("success", "error", "code", "requestId");
        assertThat(reply.json().path("error")).isEqualTo(shown.path("message"));
      } else {
        assertThat(names(reply.json())).isEqualTo(names(shown));
        assertThat(reply.json().path("message")).isEqualTo(shown.path("message"));
      }
    }
  }

  @Test
  void aServiceThatIsNotReachedIsNamedAndWhenToComeBack() {
    try (RunningGateway gateway =
        new RunningGateway(Map.of("PEAL_PROJECTOR_URLS", StubService.nobody()))) {
      Reply reply = gateway.get(RunningGateway.BATCHES);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.json()).isEqualTo(example("Unavailable"));
      assertThat(reply.header("Retry-After")).isEqualTo("2");
    }
  }

  @Test
  void soItIsInTheAgentsFamilyWhereNothingCanBeKept() {
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.agents.broken = true;
      String agent =
          "{\"name\":\"T\",\"agentArchitecture\":\"text\",\"model\":\"m\",\"systemPrompt\":\"P\"}";

      Reply reply = gateway.ask("POST", "/v1/agents", agent);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(names(reply.json())).containsExactly("success", "error", "code");
      assertThat(reply.json().path("code")).isEqualTo(example("Unavailable").path("code"));
      assertThat(reply.header("Retry-After")).isEqualTo("2");
    }
  }

  @Test
  void aSecondRequestWithAKeyIsToldOfTheFirst() {
    CountDownLatch dialed = new CountDownLatch(1);
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.ingest.says(asked -> {
        awaitQuietly(dialed);
        return StubService.Says.json(200, "{\"status\":\"success\",\"callId\":\"call_c1-0-1\"}");
      });
      CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> call(gateway));
      await().atMost(Duration.ofSeconds(120)).until(() -> !gateway.ingest.asked.isEmpty());

      Reply second = call(gateway);
      dialed.countDown();

      assertThat(second.status()).isEqualTo(409);
      assertThat(second.json()).isEqualTo(example("UnderWay"));
      assertThat(second.header("Retry-After")).matches("[1-5]");
      assertThat(first)
          .succeedsWithin(120, TimeUnit.SECONDS)
          .extracting(Reply::status)
          .isEqualTo(200);
      assertThat(gateway.ingest.asked).hasSize(1);
    } finally {
      dialed.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reply call(RunningGateway gateway) {
    Map<String, String> headers =
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "Idempotency-Key", "k");
    return gateway.send("POST", CALL, ORDER, headers);
  }
}
