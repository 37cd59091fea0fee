package peal.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallStatus;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Listing;

@Timeout(180)
class PealClientTest {
  private static final String BATCH = "/v1/api/batch-calls/batch_1";

  @TempDir Path folder;
  private StubGateway gateway;
  private PealClient client;

  @BeforeEach
  void start() throws IOException {
    gateway = new StubGateway();
    client = new PealClient(gateway.address(), "ws", "secret");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void anUploadIsAFormWithTheFileAndTheKeys() throws IOException {
    gateway.on("POST /v1/api/batch-calls", 200, "{\"batchId\":\"batch_1\",\"totalCalls\":1}");
    byte[] csv = "phone_number\n+15550000001\n".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("rows.csv"), csv);

    assertThat(client.upload(csv, Map.of("agentId", "agent_1")).text("batchId"))
        .isEqualTo("batch_1");
    client.upload(file, Map.of("agentId", "agent_1"));

    assertThat(gateway.seen())
        .allSatisfy(seen -> {
          assertThat(seen.headers())
              .containsEntry("X-api-key", "secret")
              .containsEntry("X-workspace-id", "ws");
          String boundary = seen.headers().get("Content-type").split("boundary=")[1];
          assertThat(seen.body())
              .contains("name=\"agentId\"\r\n\r\nagent_1\r\n--" + boundary)
              .contains("text/csv\r\n\r\nphone_number\n+15550000001\n\r\n--" + boundary)
              .endsWith("--" + boundary + "--\r\n");
        });
    assertThat(gateway.seen().get(1).body()).contains("filename=\"rows.csv\"");
  }

  @Test
  void aFilesNameCannotEndItsOwnHeader() throws IOException {
    gateway.on("POST /v1/api/batch-calls", 200, "{}");
    Path file = Files.writeString(folder.resolve("a\"b\\c\r\nd.csv"), "phone_number\n");

    client.upload(file, Map.of());

    assertThat(gateway.seen().getFirst().body())
        .contains("; filename=\"a_b_c__d.csv\"\r\nContent-Type: text/csv\r\n\r\n");
  }

  @Test
  void allCallsAreReadPageByPage() {
    String calls = BATCH + "/calls?page=%d&limit=100&status=all";
    gateway.on(
        "GET " + calls.formatted(1),
        200,
        """
        {"calls":[{"jobId":"a","phone_number":"+15550000001","status":"completed","attempt":1}],
         "pagination":{"hasNext":true}}\
        """);
    gateway.on(
        "GET " + calls.formatted(2),
        200,
        """
        {"calls":[{"jobId":"b","phone_number":"+15550000002","status":"waiting",
         "nextAttemptAt":1772442000000}],"pagination":{"hasNext":false}}\
        """);
    gateway.stale("GET " + calls.formatted(2), 2);

    Listing listing = client.allCalls("batch_1");

    assertThat(listing.calls()).extracting(CallRow::jobId).containsExactly("a", "b");
    assertThat(listing.count(CallStatus.WAITING)).isEqualTo(1);
    assertThat(listing.calls().get(1).nextAttemptAt()).isNotNull();
    assertThat(gateway.seen()).as("a page that is behind is asked for again").hasSize(4);
  }

  @Test
  void aSnapshotIsReadFromStatusAndFromProgress() {
    gateway.on(
        "GET " + BATCH,
        200,
        """
        {"status":"processing","isComplete":false,"progress":{"total":5,"waiting":1,"active":1,
         "completed":1,"failed":1,"cancelled":1}}\
        """);

    assertThat(client.snapshot("batch_1").ended()).isEqualTo(3);
    assertThat(client.snapshot("batch_1").status()).isEqualTo("processing");
  }

  @Test
  void aRefusalIsAnAnswerAndAFaultOnlyWhereASuccessIsNeeded() {
    assertThat(client.status("batch_9").status()).isEqualTo(404);
    assertThatThrownBy(() -> client.snapshot("batch_9"))
        .isInstanceOf(Answer.UnexpectedAnswer.class)
        .hasMessageContaining("404 NOT_FOUND");
  }

  @Test
  void theOperatorShowsItsToken() {
    gateway.on("PATCH /admin/workspaces/ws", 200, "{}");

    new PealAdmin(gateway.address(), "token")
        .patchWorkspace("ws", Map.of("callsPerSecond", 5))
        .ok();

    assertThat(gateway.seen().getFirst().headers()).containsEntry("Authorization", "Bearer token");
    assertThat(gateway.seen().getFirst().body()).isEqualTo("{\"callsPerSecond\":5}");
  }

  @Test
  void theLedgerIsReadFromTheSimulator() {
    gateway.on(
        "GET /ledger?format=json",
        200,
        "[{\"attemptId\":\"call_b-0-1#1\",\"number\":\"+15550000001\",\"time\":1.5,\"count\":1}]");

    assertThat(SimulatorLedger.read(gateway.address()).rings()).hasSize(1);
  }
}
