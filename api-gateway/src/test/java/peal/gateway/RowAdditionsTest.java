package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;
import static peal.gateway.RunningGateway.KEY;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Asked;
import peal.gateway.StubService.Says;

class RowAdditionsTest {
  private static final String OPEN = "{\"batch\":\"batch_b1\",\"readTo\":7}";
  private static final String ROWS = "{\"rows\":[{\"phone_number\":\"+15551000007\"}]}";
  private static final String ADDED =
      """
      {"batchId":"batch_b1","added":1,"firstRow":4,"lastRow":4,"skipped":{"invalid":0,"duplicate":0},\
      "totalCalls":4,"addition":2,"warnings":{"counts":{},"first":[]}}\
      """;

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
    gateway.ingest.says(200, ADDED);
    gateway.projector.says(RowAdditionsTest::tell);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Says tell(Asked asked) {
    if (asked.target().contains("batch_b1/open?")) {
      return Says.json(200, OPEN);
    }
    return Says.json(
        200,
        asked.target().contains("/cancellation")
            ? "{\"found\":true,\"status\":\"processing\",\"details\":{\"completedCalls\":1,\"failedCalls\":0,\"cancelledCalls\":0,\"totalCalls\":4}}"
            : "{\"open\":0,\"calls\":0,\"bytes\":0,\"shown\":true}");
  }

  private static Says tellOfAFullWorkspace(Asked asked) {
    return asked.target().endsWith("/open?lanes=2") && !asked.target().contains("batch_b1")
        ? Says.json(200, "{\"open\":1,\"calls\":2000000000,\"bytes\":1}")
        : tell(asked);
  }

  private Reply add(String batch, String body, String key) {
    return gateway.send(
        "POST",
        BATCHES + "/" + batch + "/rows",
        body,
        Map.of("x-api-key", KEY, "x-workspace-id", "acme", "Idempotency-Key", key));
  }

  private Reply close() {
    return gateway.ask("POST", BATCHES + "/" + BATCH + "/close", "{}");
  }

  private List<Asked> orders() {
    return gateway.ingest.asked;
  }

  @Test
  void rowsGoOnToIngestWithWhatAProjectorTellsOfTheBatchAndAreThenShown() {
    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/rows", ROWS);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("lastRow").asInt()).isEqualTo(4);
    Asked order = orders().getFirst();
    assertThat(order.target()).isEqualTo("/workspaces/acme/batches/batch_b1/rows");
    assertThat(order.body()).isEqualTo(ROWS);
    assertThat(
            new String(
                Base64.getUrlDecoder().decode(order.headers().get("X-peal-open-batch").getFirst()),
                StandardCharsets.UTF_8))
        .isEqualTo(OPEN);
    assertThat(gateway.projector.asked)
        .extracting(Asked::target)
        .contains("/workspaces/acme/batches/batch_b1/shown?lanes=2&addition=2");
  }

  @ParameterizedTest
  @CsvSource({"404, NOT_FOUND", "409, NOT_KEPT_OPEN", "409, BATCH_ENDED", "409, ROWS_IN_PROGRESS"})
  void whatTheProjectorRefusesIsAnsweredAndNothingIsAdded(int status, String code) {
    String refusal =
        "{\"error\":\"No\",\"message\":\"No.\",\"details\":\"No.\",\"code\":\"%s\"}"
            .formatted(code);
    gateway.projector.says(asked ->
        asked.target().contains("/open?lanes") && asked.target().contains("batch_b1")
            ? Says.json(status, refusal)
            : tell(asked));

    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/rows", ROWS);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(close().json().path("code").asText()).isEqualTo(code);
    assertThat(orders()).isEmpty();
  }

  @Test
  void aRepeatUnderTheSameKeyGetsTheSameAnswerAndAddsNothing() {
    Reply first = add(BATCH, ROWS, "k1");
    Reply again = add(BATCH, ROWS, "k1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(orders()).hasSize(1);
    assertThat(orders().getFirst().headers()).containsKey("X-peal-claim");
    assertThat(add(BATCH, "{\"rows\":[]}", "k1").status()).as("other rows").isEqualTo(422);
    assertThat(add("batch_b9", ROWS, "k1").status()).as("another batch").isEqualTo(422);
  }

  @Test
  void aWorkspaceThatKeepsAsManyCallsAsItMayAddsNone() {
    gateway.projector.says(RowAdditionsTest::tellOfAFullWorkspace);

    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/rows", ROWS);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.json().path("error").path("code").asText()).isEqualTo("too_many_kept_calls");
    assertThat(orders()).isEmpty();
  }

  /** Its own first try may be what fills the quota. */
  @Test
  void aRepeatOfATryWhoseEndNobodyKnowsGetsItsAnswerAboveTheQuota() {
    gateway.ingest.says(500, "{\"code\":\"ROWS_UNKNOWN\"}");
    assertThat(add(BATCH, ROWS, "k1").status()).isEqualTo(500);
    gateway.projector.says(RowAdditionsTest::tellOfAFullWorkspace);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    gateway.ingest.says(asked ->
        new Says(
            200, Map.of("Content-Type", "application/json", "X-Peal-Tries", "repeated"), ADDED));

    Reply again = add(BATCH, ROWS, "k1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(orders().getLast().headers()).containsKey("X-peal-look-only");
  }

  /** It said 503, which promised that none was added; sent again they were called twice. */
  @Test
  void whoeverHadAllOfTheRowsAndGivesNoAnswerMayHaveAddedThem() {
    gateway.ingest.says(asked -> {
      throw new IllegalStateException("killed after the commit");
    });

    Reply plain = gateway.ask("POST", BATCHES + "/" + BATCH + "/rows", ROWS);
    assertThat(plain.status()).isEqualTo(500);
    assertThat(plain.json().path("code").asText()).isEqualTo("ROWS_UNKNOWN");
    assertThat(plain.json().path("batchId").asText()).isEqualTo(BATCH);
    assertThat(add(BATCH, ROWS, "k1").json().path("code").asText()).isEqualTo("ROWS_UNKNOWN");

    gateway.ingest.says(200, ADDED);
    assertThat(add(BATCH, ROWS, "k1").status()).isEqualTo(200);
    assertThat(orders().getLast().headers())
        .as("it is looked for")
        .containsKey("X-peal-tried-since");
  }

  @Test
  void rowsThatNobodyTookWereNotAdded() {
    gateway.ingest.close();

    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/rows", ROWS);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(add(BATCH, ROWS, "k1").status()).isEqualTo(503);
  }

  @Test
  void aCloseIsAnsweredWithHowTheBatchStands() {
    gateway.ingest.says(200, "{\"batchId\":\"batch_b1\",\"totalCalls\":4,\"addition\":3}");

    Reply reply = close();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("status").asText()).isEqualTo("processing");
    assertThat(reply.json().path("details").path("totalCalls").asInt()).isEqualTo(4);
    assertThat(orders().getFirst().target()).isEqualTo("/workspaces/acme/batches/batch_b1/close");
    assertThat(gateway.projector.asked)
        .extracting(Asked::target)
        .contains("/workspaces/acme/batches/batch_b1/shown?lanes=2&addition=3");
  }
}
