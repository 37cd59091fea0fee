package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;
import static peal.gateway.RunningGateway.FLOWS;

import java.time.Duration;
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
    return gateway.send(
        "POST",
        path,
        body,
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "Idempotency-Key", key));
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
    String note = gateway.answersKey();
    gateway.answers.update(
        note,
        before -> {
          FirstAnswer was = before.orElseThrow();
          return FirstAnswer.started(was.requestHash(), was.token(), was.startedAt());
        });

    Reply again = post(AGENTS, "k-1", AGENT);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(gateway.agents.values()).hasSize(1);
  }

  private Reply upload(String key, String boundary, String file) {
    return gateway.send(
        "POST",
        RunningGateway.BATCHES,
        "--" + boundary + "\r\n\r\n" + file + "\r\n--" + boundary + "--\r\n",
        Map.of(
            "x-api-key",
            RunningGateway.KEY,
            "x-workspace-id",
            "acme",
            "Content-Type",
            "multipart/form-data; boundary=" + boundary,
            "Idempotency-Key",
            key));
  }

  @Test
  void aRepeatedUploadNeverStartsASecondBatch() {
    gateway.ingest.says(200, "{\"batchId\":\"batch_1\"}");
    Reply first = upload("u-1", "aab", "a file");
    gateway.ingest.says(200, "{\"batchId\":\"batch_2\"}");

    Reply again = upload("u-1", "aaaab", "a file");
    Reply other = upload("u-1", "aab", "another file");

    assertThat(first.body()).isEqualTo("{\"batchId\":\"batch_1\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(gateway.ingest.asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 503})
  void anUploadThatStartedNothingMayBeSentAgain(int status) {
    gateway.ingest.says(status, "{\"error\":\"no\"}");
    assertThat(upload("u-1", "aab", "a file").status()).isEqualTo(status);
    gateway.ingest.says(200, "{\"batchId\":\"batch_1\"}");

    assertThat(upload("u-1", "aab", "a better file").status()).isEqualTo(200);
  }

  @Test
  void anUploadOfWhichNobodyKnowsHowItEndedIsNotStartedAgain() {
    gateway.ingest.says(500, "{\"code\":\"START_UNKNOWN\"}");
    assertThat(upload("u-1", "aab", "a file").status()).isEqualTo(500);
    gateway.ingest.says(200, "{\"batchId\":\"batch_2\"}");

    Reply again = upload("u-1", "aab", "a file");

    assertThat(again.status()).isEqualTo(409);
    assertThat(gateway.ingest.asked).hasSize(1);
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
