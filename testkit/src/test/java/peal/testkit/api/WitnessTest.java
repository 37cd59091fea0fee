package peal.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Tenant;

@Timeout(180)
class WitnessTest {
  private static final String BATCHES = "/v1/api/batch-calls";
  private static final String COUNTS =
      "{\"status\":\"%s\",\"isComplete\":%b,\"progress\":{\"total\":1,\"waiting\":%d,\"active\":0,"
          + "\"completed\":%d,\"failed\":0,\"cancelled\":0}}";

  private StubGateway gateway;
  private PealClient client;
  private final Witness witness = new Witness(Duration.ofSeconds(2));

  @BeforeEach
  void start() throws IOException {
    gateway = new StubGateway();
    client = new PealClient(gateway.address(), "ws", "secret");
    gateway.on("POST " + BATCHES, 200, "{\"batchId\":\"batch_b\",\"totalCalls\":1}");
    gateway.on(
        "GET " + BATCHES + "/batch_b/calls?page=1&limit=100&status=all",
        200,
        "{\"calls\":[{\"jobId\":\"call_b-0-1\",\"phone_number\":\"+15550000001\","
            + "\"status\":\"completed\"}],\"pagination\":{\"hasNext\":false}}");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String upload() {
    return witness.accepted(client, client.upload(new byte[0], Map.of()), List.of("+15550000001"));
  }

  @Test
  void itWritesDownWhatTheApiSaysUntilABatchIsComplete() {
    witness.tenant(Tenant.of("ws", 1, 10, 100));
    String batch = upload();

    gateway.on("GET " + BATCHES + "/batch_b", 200, COUNTS.formatted("queued", false, 1, 0));
    assertThat(witness.look()).isFalse();
    gateway.on("GET " + BATCHES + "/batch_b", 200, COUNTS.formatted("completed", true, 0, 1));
    assertThat(witness.look()).isTrue();

    Evidence evidence = witness.evidence(Optional.empty(), Set.of());
    BatchEvidence seen = evidence.batches().getFirst();
    assertThat(seen.batchId()).isEqualTo(batch);
    assertThat(seen.snapshots()).hasSize(3);
    assertThat(seen.lastListing().orElseThrow().calls()).hasSize(1);
    assertThat(evidence.tenantOf(seen)).isPresent();
    assertThat(evidence.disturbed()).isFalse();
  }

  @Test
  void silenceIsNoEvidence() {
    upload();
    gateway.close();

    witness.fault();

    assertThat(witness.look()).isFalse();
    assertThat(witness.unanswered()).isEqualTo(1);
    assertThat(witness.evidence(Optional.empty(), Set.of()).batches().getFirst().snapshots())
        .isEmpty();
  }

  @Test
  void aRefusedUploadIsNoBatchAndARefusedCancelNoCancel() {
    String batch = upload();
    witness.cancelled(batch, client.cancel(batch));
    gateway.on("POST " + BATCHES, 400, "{\"code\":\"CSV\"}");

    assertThatThrownBy(this::upload).isInstanceOf(Answer.UnexpectedAnswer.class);
    List<BatchEvidence> batches = witness.evidence(Optional.empty(), Set.of()).batches();
    assertThat(batches).hasSize(1);
    assertThat(batches.getFirst().cancelledAt()).isEmpty();
  }
}
