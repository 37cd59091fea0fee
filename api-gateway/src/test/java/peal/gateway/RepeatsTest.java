package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;
import static peal.gateway.RunningGateway.FLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.FirstAnswer;
import peal.gateway.RunningGateway.Reply;

class RepeatsTest {
  private static final String AGENT =
      "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Reply post(String path, String key, String body) {
    return post(path, key, body, RunningGateway.KEY);
  }

  private Reply post(String path, String key, String body, String apiKey) {
    return gateway.send(
        "POST",
        path,
        body,
        Map.of("x-api-key", apiKey, "x-workspace-id", "acme", "Idempotency-Key", key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        AGENTS + "|" + AGENT,
        FLOWS + "|{\"name\":\"R\"}",
        "/v1/agents|{\"name\":\"T\",\"agentArchitecture\":\"text\",\"model\":\"m\",\"systemPrompt\":\"P\"}"
      })
  void aRepeatGetsTheFirstAnswerAndMakesNothing(String path, String body) {
    Reply first = post(path, "k-1", body);
    gateway.now.updateAndGet(now -> now.plus(Duration.ofHours(23)));
    Reply again = post(path, "k-1", body);

    assertThat(first.status()).isBetween(200, 201);
    assertThat(first.header("Idempotency-Replayed")).isNull();
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(gateway.agents.values().size() + gateway.flows.values().size()).isEqualTo(1);
  }

  /** Bodies of a quarter of a megabyte, kept for a day, would fill the heap in half an hour. */
  @Test
  void nothingOfWhatWasMadeIsKeptASecondTime() {
    post(AGENTS, "k-1", AGENT.replace("\"A\"", "\"Aurelia\""));

    assertThat(gateway.answers.values().toString()).doesNotContain("Aurelia");
    assertThat(gateway.answers.share("acme").bytes()).isLessThan(400);
  }

  @Test
  void whatWasDeletedSinceIsNotMadeAgain() {
    String id = post(AGENTS, "k-1", AGENT).json().path("_id").asText();
    gateway.ask("DELETE", AGENTS + "/" + id, null);

    Reply again = post(AGENTS, "k-1", AGENT);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("code").asText()).isEqualTo("MADE_AND_DELETED");
    assertThat(gateway.agents.values()).isEmpty();
  }

  @Test
  void aWorkspaceThatHasAsMuchRememberedAsItMayGetsNoMore() {
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"maxRepeatBytes\":100}");
    Reply last = post(AGENTS, "k-1", AGENT);

    Reply refused = post(AGENTS, "k-2", AGENT);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("error").path("code").asText())
        .isEqualTo("too_many_idempotency_keys");
    assertThat(refused.json().path("error").path("message").asText()).contains("maxRepeatBytes");
    assertThat(post(AGENTS, "k-1", AGENT).body()).isEqualTo(last.body());
    assertThat(gateway.ask("POST", AGENTS, AGENT).status()).isEqualTo(200);
  }

  @Test
  void anotherBodyOrPathIsRefused() {
    post(AGENTS, "k-1", AGENT);

    assertThat(post(AGENTS, "k-1", AGENT.replace("A", "B")).status()).isEqualTo(422);
    assertThat(post(FLOWS, "k-1", AGENT).status()).isEqualTo(422);
    assertThat(post(AGENTS, "k-2", AGENT).status()).isEqualTo(200);
  }

  @Test
  void afterADayAKeyIsNew() {
    post(AGENTS, "k-1", AGENT);
    gateway.now.updateAndGet(now -> now.plus(Duration.ofHours(24)));

    assertThat(post(AGENTS, "k-1", AGENT).header("Idempotency-Replayed")).isNull();
    assertThat(gateway.agents.values()).hasSize(2);
  }

  @Test
  void aRequestThatWasRefusedMayBeCorrected() {
    assertThat(post(AGENTS, "k-1", "{}").status()).isEqualTo(400);

    assertThat(post(AGENTS, "k-1", AGENT).status()).isEqualTo(200);
  }

  @Test
  void aRequestWhoseAnswerWasLostIsFinishedAndNotDoneAgain() {
    // given a gateway that made the agent, and died before it had noted its answer
    Reply first = post(AGENTS, "k-1", AGENT);
    forgetAnswer();

    Reply again = post(AGENTS, "k-1", AGENT);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(gateway.agents.values()).hasSize(1);
  }

  /** Reading the answers of others is how a member would come by an owner's key. */
  @Test
  void whatAnOwnerHasDoneIsNotShownToAMember() {
    String member =
        post("/api/v1/keys", "m", "{\"role\":\"member\"}").json().path("apiKey").asText();
    Reply owners = post("/api/v1/keys", "k-1", "{\"role\":\"owner\"}");

    Reply stolen = post("/api/v1/keys", "k-1", "{\"role\":\"owner\"}", member);
    Reply own = post(AGENTS, "k-1", AGENT, member);

    assertThat(owners.status()).isEqualTo(201);
    assertThat(stolen.status()).isEqualTo(403);
    assertThat(stolen.body()).doesNotContain(owners.json().path("apiKey").asText(), "key_");
    assertThat(own.status()).as("its own request").isEqualTo(200);
    assertThat(own.header("Idempotency-Replayed")).isNull();
  }

  /** Whoever can repeat a request must not thereby get what its answer showed once. */
  @Test
  void aRepeatIsShownTheKeysIdAndNotTheKey() {
    Reply first = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");
    Reply again = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");
    forgetAnswer();
    Reply finished = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");

    for (Reply repeat : new Reply[] {again, finished}) {
      assertThat(repeat.status()).isEqualTo(201);
      assertThat(repeat.json().path("id")).isEqualTo(first.json().path("id"));
      assertThat(repeat.json().has("apiKey")).isFalse();
    }
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(gateway.get(AGENTS, first.json().path("apiKey").asText()).status()).isEqualTo(200);
  }

  /** Made from a secret of the services and what is written down, a key could be computed. */
  @Test
  void aKeyDoesNotFollowFromAnythingThatIsKept() {
    Reply first = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");
    String id = first.json().path("id").asText();
    gateway.ask("DELETE", "/api/v1/keys/" + id, null);
    forgetAnswer();

    Reply made = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");

    assertThat(made.json().path("id").asText()).isEqualTo(id);
    assertThat(made.json().path("apiKey")).isNotEqualTo(first.json().path("apiKey"));
  }

  @Test
  void aKeyIsMadeOnce() {
    Reply first = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");
    Reply again = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");
    Reply other = post("/api/v1/keys", "k-2", "{\"role\":\"member\"}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(other.json().path("apiKey")).isNotEqualTo(first.json().path("apiKey"));
    assertThat(gateway.workspaces.get("acme").orElseThrow().keys()).hasSize(3);
    assertThat(gateway.answers.values().toString())
        .doesNotContain(first.json().path("apiKey").asText());
    assertThat(gateway.get(AGENTS, first.json().path("apiKey").asText()).status()).isEqualTo(200);
  }

  @Test
  void aKeyThatWasRevokedIsNotMadeAgain() {
    Reply first = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");
    String id = first.json().path("id").asText();
    gateway.ask("DELETE", "/api/v1/keys/" + id, null);

    Reply again = post("/api/v1/keys", "k-1", "{\"role\":\"member\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("code").asText()).isEqualTo("MADE_AND_DELETED");
    assertThat(again.json().path("id").asText()).isEqualTo(id);
    assertThat(gateway.get(AGENTS, first.json().path("apiKey").asText()).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"W\"}",
        "{\"id\":\"w1\",\"phoneNumbers\":[\"+15550100009\"]}",
        "{\"id\":\"w1\",\"apiKey\":\"a-key-of-my-own-\\\"quoted\\\"\"}"
      })
  void aWorkspaceIsMadeOnceAndItsKeyNeverKept(String body) {
    Reply first = make("k-1", body);
    Reply again = make("k-1", body);
    // given a gateway that died before it had noted its answer
    forgetAnswer();
    Reply finished = make("k-1", body);

    assertThat(first.status()).isEqualTo(201);
    for (Reply repeat : new Reply[] {again, finished}) {
      assertThat(repeat.status()).isEqualTo(201);
      assertThat(withoutKey(repeat)).isEqualTo(withoutKey(first));
    }
    assertThat(again.json().has("apiKey")).isFalse();
    assertThat(gateway.workspaces.values()).hasSize(3);
    assertThat(gateway.answers.values().toString())
        .doesNotContain(first.json().path("apiKey").asText())
        .doesNotContain("quoted");
  }

  @Test
  void aWorkspaceOfAnotherRequestStillExists() {
    make("k-1", "{\"id\":\"w1\"}");

    assertThat(make("k-2", "{\"id\":\"w1\"}").status()).isEqualTo(409);
  }

  private Reply make(String key, String body) {
    return gateway.send(
        "POST",
        "/admin/workspaces",
        body,
        Map.of("Authorization", "Bearer " + RunningGateway.ADMIN, "Idempotency-Key", key));
  }

  private static JsonNode withoutKey(Reply reply) {
    return ((ObjectNode) reply.json()).remove(List.of("apiKey"));
  }

  private void forgetAnswer() {
    gateway.answers.update(
        gateway.answersKey(),
        before -> {
          FirstAnswer was = before.orElseThrow();
          return FirstAnswer.started(was.requestHash(), was.token(), was.startedAt());
        });
  }

  @Test
  void anotherWorkspacesKeyIsAnother() {
    post(AGENTS, "k-1", AGENT);

    Reply theirs =
        gateway.send(
            "POST",
            AGENTS,
            AGENT,
            Map.of(
                "x-api-key", RunningGateway.OTHER_KEY,
                "x-workspace-id", "rival",
                "Idempotency-Key", "k-1"));

    assertThat(theirs.json().path("workspaceId").asText()).isEqualTo("rival");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aKeyThatIsNoneIsRefused(String key) {
    assertThat(post(AGENTS, key, AGENT).status()).isEqualTo(400);
  }

  @Test
  void aKeyOrBodyThatIsTooLongIsRefused() {
    assertThat(post(AGENTS, "k".repeat(256), AGENT).status()).isEqualTo(400);
    assertThat(post(AGENTS, "k", "{\"a\":\"" + "x".repeat(300_000) + "\"}").status())
        .isEqualTo(413);
  }
}
