package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;

class CancellingTest {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aCancelIsAnsweredWhenEveryLaneHasStopped() {
    lanesStopAfter(5);

    Reply reply = cancel();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("batchId").asText()).isEqualTo(BATCH);
    assertThat(reply.json().path("status").asText()).isEqualTo("cancelled");
    assertThat(reply.json().path("message").isTextual()).isTrue();
    assertThat(reply.json().path("details").toString())
        .isEqualTo(
            "{\"completedCalls\":1,\"failedCalls\":2,\"cancelledCalls\":3,\"totalCalls\":6}");
    assertThat(gateway.cancelled).containsExactly(new BatchId(BATCH));
    assertThat(gateway.projector.asked).hasSizeGreaterThanOrEqualTo(5);
    assertThat(gateway.projector.asked.getFirst().target())
        .isEqualTo("/workspaces/acme/batches/batch_b1/cancellation?lanes=2");
  }

  @Test
  void aRepeatAnswersTheSameAndTellsNobodyAgain() {
    lanesStopAfter(2);
    Reply first = cancel();

    Reply second = cancel();

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(gateway.cancelled).hasSize(1);
  }

  @Test
  void aFinishedBatchCannotBeCancelled() {
    gateway.projector.says(200, state(true, true, true, "completed"));

    Reply reply = cancel();

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().path("code").asText()).isEqualTo("BATCH_FINISHED");
    assertThat(gateway.cancelled).isEmpty();
  }

  @Test
  void aBatchThatEndsBeforeTheCancelReachesItIsFinished() {
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.cancelled.isEmpty()
                ? state(true, false, false, "processing")
                : state(true, true, true, "completed")));

    assertThat(cancel().status()).isEqualTo(409);
  }

  @Test
  void anUnknownBatchCannotBeCancelled() {
    gateway.projector.says(200, "{\"found\":false}");

    for (String id : new String[] {BATCH, "batch_%20", "nonsense"}) {
      Reply reply = gateway.ask("DELETE", BATCHES + "/" + id, null);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.json().path("error").asText()).isEqualTo("Batch not found");
      assertThat(reply.json().path("message").isTextual()).isTrue();
      assertThat(reply.json().path("id").isTextual()).isTrue();
    }
    assertThat(gateway.cancelled).isEmpty();
  }

  @Test
  void lanesThatDoNotStopInTimeMakeTheClientComeAgain() {
    gateway.projector.says(200, state(true, false, false, "processing"));
    Instant before = gateway.now.get();

    Reply reply = cancel();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isNotNull();
    assertThat(gateway.cancelled).hasSize(1);
    assertThat(Duration.between(before, gateway.now.get()))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }

  @Test
  void aProjectorThatIsMovingDoesNotEndTheWait() {
    gateway.projector.says(asked ->
        switch (gateway.projector.asked.size()) {
          case 1 -> Says.json(200, state(true, false, false, "processing"));
          case 2, 3 -> Says.json(503, "{}");
          default -> Says.json(200, state(true, false, true, "cancelled"));
        });

    assertThat(cancel().status()).isEqualTo(200);
  }

  @Test
  void whenNobodyKnowsTheBatchNothingIsCancelled() {
    gateway.projector.says(503, "{}");

    assertThat(cancel().status()).isEqualTo(503);
    assertThat(gateway.cancelled).isEmpty();
  }

  @Test
  void aBatchWithNothingWaitingIsCancelledEvenIfItsStatusDoesNotFollow() {
    gateway.projector.says(200, state(true, false, true, "processing"));

    assertThat(cancel().status()).isEqualTo(200);
    assertThat(gateway.cancelled).hasSize(1);
  }

  private Reply cancel() {
    return gateway.ask("DELETE", BATCHES + "/" + BATCH, null);
  }

  private void lanesStopAfter(int questions) {
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.projector.asked.size() < questions || gateway.cancelled.isEmpty()
                ? state(true, false, false, "processing")
                : state(true, false, true, "cancelled")));
  }

  private static String state(boolean found, boolean finished, boolean settled, String status) {
    return """
    {"found":%s,"finished":%s,"settled":%s,"status":"%s","details":
    {"completedCalls":1,"failedCalls":2,"cancelledCalls":3,"totalCalls":6}}\
    """
        .formatted(found, finished, settled, status);
  }
}
