package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

class BatchesTest {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'',/workspaces/acme/batches?lanes=2",
    "'?page=2&limit=5&status=completed',/workspaces/acme/batches?lanes=2&page=2&limit=5&status=completed",
    "?page=a%26lanes%3D9,/workspaces/acme/batches?lanes=2&page=a%26lanes%3D9",
    "?page=99999999999999999999,/workspaces/acme/batches?lanes=2&page=999999999",
    "/batch_b1/calls?page=1000000000,/workspaces/acme/batches/batch_b1/calls?lanes=2&page=999999999",
    "/batch_b1,/workspaces/acme/batches/batch_b1?lanes=2",
    "/batch_b1/status,/workspaces/acme/batches/batch_b1/status?lanes=2",
    "/batch_b1/calls?page=7,/workspaces/acme/batches/batch_b1/calls?lanes=2&page=7",
    "/batch_b1/calls/call_b1-1-17,/workspaces/acme/batches/batch_b1/calls/call_b1-1-17?lanes=2",
    "/batch_b1/calls/call_b1-1-17/history,/workspaces/acme/batches/batch_b1/calls/call_b1-1-17/history?lanes=2",
  })
  void questionsGoToTheProjectorOfTheCallersWorkspace(String asked, String relayed) {
    gateway.projector.says(200, "{\"calls\":[]}");

    for (String base : new String[] {BATCHES, "/v1/batch-calls"}) {
      Reply reply = gateway.get(base + asked);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("{\"calls\":[]}");
      assertThat(gateway.projector.asked.getLast().target()).isEqualTo(relayed);
    }
  }

  @Test
  void answersPassWithTheirStatusAndTheHeadersThatClientsMaySee() {
    gateway.projector.says(asked ->
        new StubService.Says(
            503,
            Map.of(
                "Content-Type", "application/json",
                "Retry-After", "7",
                "X-Peal-Stale", "true",
                "X-Internal", "host-3"),
            "{\"error\":\"moving\"}"));

    Reply reply = gateway.get(BATCHES + "/" + BATCH);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("{\"error\":\"moving\"}");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Retry-After")).isEqualTo("7");
    assertThat(reply.header("X-Peal-Stale")).isEqualTo("true");
    assertThat(reply.header("X-Internal")).isNull();
  }

  @Test
  void theTemplateComesFromIngestAsAFile() {
    gateway.ingest.says(asked ->
        new StubService.Says(
            200,
            Map.of(
                "Content-Type", "text/csv; charset=utf-8",
                "Content-Disposition", "attachment; filename=\"batch-calls-template.csv\""),
            "phone_number\n"));

    Reply reply = gateway.get(BATCHES + "/template");

    assertThat(reply.body()).isEqualTo("phone_number\n");
    assertThat(reply.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(reply.header("Content-Disposition")).contains("batch-calls-template.csv");
    assertThat(gateway.ingest.asked.getFirst().target()).isEqualTo("/template");
  }

  @Test
  void aRequestKeepsItsNameAllTheWay() {
    Reply reply =
        gateway.send(
            "GET",
            BATCHES,
            null,
            Map.of(
                "x-api-key", RunningGateway.KEY,
                "x-workspace-id", "acme",
                "X-Request-Id", "my-request.1"));

    assertThat(reply.header("X-Request-Id")).isEqualTo("my-request.1");
    assertThat(gateway.projector.asked.getFirst().headers().get("X-request-id"))
        .containsExactly("my-request.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nonsense",
        "/batch_UPPER",
        "/batch_b1%20",
        "/batch_%C3%A4",
        "/batch_b1%3Flanes=9",
        "/batch_b1%0d%0aX:1",
        "/validate",
        "/%7Bid%7D/status",
        "/batch_/calls",
        "/'%20or%201=1/calls/call_b1-0-1",
      })
  void anIdThatIsNoneIsNotFoundAndAsksNobody(String path) {
    Reply reply = gateway.get(BATCHES + path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("code").asText()).isEqualTo("NOT_FOUND");
    assertThat(reply.json().path("error").asText()).isEqualTo("Batch not found");
    assertThat(reply.json().has("id")).isTrue();
    assertThat(gateway.projector.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "call_b1-0", "call_b1-0-1%20", "call_b1-99999999999-1"})
  void aCallIdThatIsNoneIsNotFoundInTheCallsOwnShape(String id) {
    Reply reply = gateway.get(BATCHES + "/" + BATCH + "/calls/" + id);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("status").asText()).isEqualTo("not_found");
    assertThat(reply.json().path("error").isTextual()).isTrue();
    assertThat(gateway.projector.asked).isEmpty();
  }
}
