package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;

@Timeout(60)
class RejectedRowsTest {
  private static final String PATH = BATCHES + "/" + BATCH + "/rejected.csv";
  private static final String NONE =
      "{\"error\":\"No rejected"
          + " rows\",\"message\":\"m\",\"details\":\"m\",\"code\":\"NO_REJECTED_ROWS\"}";

  private static Says csv(String text) {
    return new Says(
        200,
        Map.of(
            "Content-Type", "text/csv; charset=utf-8",
            "Content-Disposition", "attachment; filename=\"x.csv\""),
        text);
  }

  @Test
  void theyComeFromWhicheverIngestHasThem() {
    try (StubService first = new StubService();
        StubService second = new StubService();
        RunningGateway gateway =
            new RunningGateway(Map.of("PEAL_INGEST_URLS", first.url() + "," + second.url()))) {
      first.says(404, NONE);
      second.says(asked -> csv("rejected_row\r\n1\r\n"));

      for (int i = 0; i < 3; i++) {
        Reply reply = gateway.get(PATH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("rejected_row\r\n1\r\n");
      }
      assertThat(second.asked.getFirst().target())
          .isEqualTo("/workspaces/acme/batches/batch_b1/rejected.csv");
    }
  }

  @Test
  void whereNobodyHasThemThereAreNone() {
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.ingest.says(404, NONE);

      Reply reply = gateway.get(PATH);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).as("one answer, and no other behind it").isEqualTo(NONE);
    }
  }

  @Test
  void whereSomebodyCannotBeAskedNobodyKnows() {
    try (StubService ingest = new StubService();
        RunningGateway gateway =
            new RunningGateway(
                Map.of("PEAL_INGEST_URLS", ingest.url() + "," + StubService.nobody()))) {
      ingest.says(404, NONE);

      assertThat(gateway.get(PATH).status()).isEqualTo(503);
    }
  }

  @Test
  void aBatchThatIsForgottenHasNone() {
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.projector.says(
          404, "{\"error\":\"Batch not found\",\"message\":\"m\",\"id\":\"batch_b1\"}");

      assertThat(gateway.get(PATH).status()).isEqualTo(404);
      assertThat(gateway.ingest.asked).isEmpty();
    }
  }

  @Test
  void aCheckedFilesRowsArePassedOnWhileTheyCome() {
    try (RunningGateway gateway = new RunningGateway()) {
      String rows = "rejected_row\r\n" + "1,x\r\n".repeat(500_000);
      gateway.ingest.says(asked -> csv(rows));

      Reply reply =
          gateway.send(
              "POST",
              BATCHES + "/validate/rejected.csv",
              "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n",
              Map.of(
                  "x-api-key", RunningGateway.KEY,
                  "x-workspace-id", "acme",
                  "Content-Type", "multipart/form-data; boundary=b"));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(rows);
      assertThat(gateway.ingest.asked.getFirst().target())
          .isEqualTo("/workspaces/acme/batches/validate/rejected.csv");
    }
  }
}
