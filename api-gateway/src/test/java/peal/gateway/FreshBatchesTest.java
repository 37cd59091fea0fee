package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCHES;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

/** Of a batch that was just started, before the projectors show it. */
class FreshBatchesTest {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static String newId(RunningGateway gateway) {
    return "batch_"
        + UlidCreator.getUlid(gateway.now.get().toEpochMilli()).toString().toLowerCase(Locale.ROOT);
  }

  private void projectorKnowsAfter(int questions) {
    gateway.projector.says(asked ->
        gateway.projector.asked.size() <= questions
            ? StubService.Says.json(404, "{\"error\":\"Batch not found\"}")
            : StubService.Says.json(200, "{\"id\":\"x\"}"));
  }

  @Test
  void aClientIsToldABatchsIdWhenTheProjectorsShowIt() {
    String id = newId(gateway);
    gateway.ingest.says(200, "{\"batchId\":\"" + id + "\"}");
    projectorKnowsAfter(3);

    Reply reply = gateway.ask("POST", BATCHES, "a file");

    assertThat(reply.json().path("batchId").asText()).isEqualTo(id);
    assertThat(gateway.projector.asked)
        .extracting(StubService.Asked::target)
        .containsExactly(
            "/workspaces/acme/open?lanes=2",
            "/workspaces/acme/batches/" + id + "/shown?lanes=2",
            "/workspaces/acme/batches/" + id + "/shown?lanes=2",
            "/workspaces/acme/batches/" + id + "/shown?lanes=2");
    assertThat(gateway.get(BATCHES + "/" + id).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 503})
  void whereTheProjectorsAreBehindTheClientIsToldInTimeAndItsQuestionsWait(int status) {
    // given projectors that have not heard of the batch when the client is told of it
    String id = newId(gateway);
    gateway.ingest.says(200, "{\"batchId\":\"" + id + "\"}");
    gateway.projector.says(status, "{}");
    Instant began = gateway.now.get();
    assertThat(gateway.ask("POST", BATCHES, "a file").status()).isEqualTo(200);
    assertThat(Duration.between(began, gateway.now.get())).isEqualTo(Duration.ofSeconds(3));

    // when
    gateway.projector.asked.clear();
    projectorKnowsAfter(5);

    // then
    assertThat(gateway.get(BATCHES + "/" + id).status()).isEqualTo(200);
    assertThat(gateway.projector.asked).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batchId", "callId"})
  void whatMayHaveBeenStartedIsAskedForUntilTheProjectorsKnow(String field) {
    // given an answer that sends its client to look at a batch that nobody shows yet
    String token = newId(gateway).substring("batch_".length());
    String id = field.equals("callId") ? "call_" + token + "-0-1" : "batch_" + token;
    gateway.ingest.says(500, "{\"code\":\"START_UNKNOWN\",\"" + field + "\":\"" + id + "\"}");
    gateway.projector.says(404, "{}");
    assertThat(gateway.ask("POST", BATCHES, "a file").status()).isEqualTo(500);

    gateway.projector.asked.clear();
    projectorKnowsAfter(5);

    assertThat(gateway.get(BATCHES + "/batch_" + token).status()).isEqualTo(200);
  }

  @Test
  void anUnknownIdIsAnsweredAtOnceWhoeverMayOwnIt() {
    // given a batch of a rival's that the projectors do not show yet
    String theirs = newId(gateway);
    gateway.ingest.says(200, "{\"batchId\":\"" + theirs + "\"}");
    gateway.projector.says(404, "{\"error\":\"Batch not found\"}");
    gateway.send(
        "POST",
        BATCHES,
        "a file",
        Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"));

    for (String id : List.of(theirs, newId(gateway), "batch_01arz3ndektsv4rrffq69g5fav")) {
      gateway.projector.asked.clear();
      Instant began = gateway.now.get();

      Reply reply = gateway.get(BATCHES + "/" + id);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).isEqualTo("{\"error\":\"Batch not found\"}");
      assertThat(gateway.projector.asked).hasSize(1);
      assertThat(gateway.now.get()).isEqualTo(began);
    }
  }
}
