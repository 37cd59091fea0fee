package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;
import static peal.gateway.RunningGateway.KEY;

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

class RedialsTest {
  private static final String TERMS = "{\"of\":\"batch_b1\",\"agentId\":\"agent_1\"}";
  private static final String ROWS = "row,phone_number\r\n7,+15551000007\r\n";
  private static final String STARTED =
      """
      {"batchId":"batch_b2","redialOf":"batch_b1","totalCalls":1,"status":"queued","message":"1 call queued.",
       "skipped":{"invalid":0,"duplicate":0},"warnings":{"counts":{},"first":[]}}\
      """;

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
    gateway.ingest.says(200, STARTED);
    gateway.projector.says(RedialsTest::tell);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Says tell(Asked asked) {
    if (asked.target().contains("/redial.csv")) {
      return new Says(200, Map.of("Content-Type", "text/csv"), ROWS);
    }
    return Says.json(200, asked.target().contains("/redial?") ? TERMS : "{\"open\":0}");
  }

  private Reply redial(String body) {
    return gateway.ask("POST", BATCHES + "/" + BATCH + "/redial", body);
  }

  private Reply redial(String batch, String body, String key) {
    return gateway.send(
        "POST",
        BATCHES + "/" + batch + "/redial",
        body,
        Map.of("x-api-key", KEY, "x-workspace-id", "acme", "Idempotency-Key", key));
  }

  private List<Asked> orders() {
    return gateway.ingest.asked;
  }

  @Test
  void theRowsThatAProjectorTellsGoOnToIngestWithTheirBatchsTerms() {
    Reply reply =
        redial("{\"outcomes\":[\"busy\",\"no_answer\"],\"overrides\":{\"name\":\"Again\"}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("redialOf").asText()).isEqualTo("batch_b1");
    assertThat(gateway.projector.asked)
        .extracting(Asked::target)
        .contains(
            "/workspaces/acme/batches/batch_b1/redial?lanes=2&outcomes=busy,no_answer",
            "/workspaces/acme/batches/batch_b1/redial.csv?lanes=2&outcomes=busy,no_answer");
    Asked order = orders().getFirst();
    assertThat(order.target()).isEqualTo("/workspaces/acme/redials");
    assertThat(order.headers().get("Content-type").getFirst())
        .startsWith("multipart/form-data; boundary=");
    assertThat(order.body())
        .contains("name=\"terms\"\r\n\r\n" + TERMS + "\r\n")
        .contains("name=\"overrides\"\r\n\r\n{\"name\":\"Again\"}\r\n")
        .contains("filename=\"rows.csv\"\r\nContent-Type: text/csv\r\n\r\n" + ROWS + "\r\n--")
        .endsWith("--\r\n");
  }

  @Test
  void whoeverNamesNothingWantsAllThatDidNotSucceedAsItWas() {
    assertThat(redial("{}").status()).isEqualTo(200);

    assertThat(gateway.projector.asked)
        .extracting(Asked::target)
        .contains("/workspaces/acme/batches/batch_b1/redial?lanes=2");
    assertThat(orders().getFirst().body()).contains("name=\"overrides\"\r\n\r\n{}\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NOT_FOUND",
    "409, BATCH_NOT_ENDED",
    "409, BATCH_FAILED",
    "409, SINGLE_CALL",
    "410, BATCH_FORGOTTEN"
  })
  void whatTheProjectorRefusesIsAnsweredAndNothingIsStarted(int status, String code) {
    String refusal =
        "{\"error\":\"No\",\"message\":\"No.\",\"details\":\"No.\",\"code\":\"%s\"}"
            .formatted(code);
    gateway.projector.says(
        asked -> asked.target().contains("/redial?") ? Says.json(status, refusal) : tell(asked));

    Reply reply = redial("{}");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(orders()).isEmpty();
  }

  @Test
  void rowsThatCannotBeReadStartNothing() {
    gateway.projector.says(
        asked -> asked.target().contains("/redial.csv") ? Says.json(503, "{}") : tell(asked));

    assertThat(redial("{}").status()).isEqualTo(503);
    assertThat(orders()).isEmpty();
  }

  @Test
  void aRepeatUnderTheSameKeyGetsTheSameAnswerAndStartsNothing() {
    Reply first = redial(BATCH, "{\"outcomes\":[\"busy\"]}", "k1");
    Reply again = redial(BATCH, "{ \"outcomes\": [\"busy\"] }", "k1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(orders()).hasSize(1);
    assertThat(orders().getFirst().headers()).containsKey("X-peal-claim");
    assertThat(redial(BATCH, "{}", "k1").status()).as("another body").isEqualTo(422);
    assertThat(redial("batch_b9", "{\"outcomes\":[\"busy\"]}", "k1").status())
        .as("another batch")
        .isEqualTo(422);
  }

  @Test
  void aRefusalLeavesTheKeyAsGoodAsNew() {
    gateway.ingest.says(
        422,
        "{\"error\":\"Nothing to"
            + " redial\",\"message\":\"None.\",\"details\":\"None.\",\"code\":\"NOTHING_TO_REDIAL\"}");
    assertThat(redial(BATCH, "{}", "k1").json().path("code").asText())
        .isEqualTo("NOTHING_TO_REDIAL");
    gateway.ingest.says(200, STARTED);

    assertThat(redial(BATCH, "{}", "k1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'outcomes':['sideways']} | outcomes[0]",
        "{'outcomes':[]} | outcomes",
        "{'outcome':['busy']} | outcome",
        "{'overrides':{'agentId':'agent_2'}} | overrides.agentId",
        "{'overrides':{'callsPerSecond':0}} | overrides.callsPerSecond",
        "{'overrides':{'scheduledAt':''}} | overrides.scheduledAt",
        "{'overrides':{'onDuplicates':'maybe'}} | overrides.onDuplicates",
        "{'overrides':{'smartCallbackConfig':null}} | overrides.smartCallbackConfig",
        "{'overrides':{'retryRules':{'maxAttempts':1}}} | overrides.retryRules.rules"
      })
  void aFieldThatIsUnknownOrWrongIsNamed(String body, String field) {
    Reply reply = redial(body.replace('\'', '"'));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(orders()).isEmpty();
  }

  @Test
  void aWorkspaceWithAsManyOpenBatchesAsItMayStartsNone() {
    gateway.projector.says(asked ->
        asked.target().contains("/open") ? Says.json(200, "{\"open\":1000}") : tell(asked));

    assertThat(redial("{}").status()).isEqualTo(429);
    assertThat(orders()).isEmpty();
  }
}
