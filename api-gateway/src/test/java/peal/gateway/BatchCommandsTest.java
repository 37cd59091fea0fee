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
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;

class BatchCommandsTest {
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
    assertThat(gateway.commands)
        .containsExactly(new BatchCancelled(new BatchId(BATCH), gateway.commands.getFirst().at()));
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
    assertThat(gateway.commands).hasSize(1);
  }

  @Test
  void aPauseIsAnsweredWhenEveryLaneHasTakenNote() {
    gateway.projector.says(asked ->
        Says.json(
            200,
            control("processing", gateway.projector.asked.size() > 5, gateway.commands.isEmpty())));

    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/pause", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("status").asText()).isEqualTo("paused");
    assertThat(reply.json().path("details").path("active").asInt()).isEqualTo(4);
    assertThat(gateway.commands)
        .containsExactly(new BatchPaused(new BatchId(BATCH), gateway.commands.getFirst().at()));
    assertThat(gateway.projector.asked).hasSizeGreaterThan(5);
  }

  @Test
  void aResumeIsAnsweredWhenNoLaneIsPaused() {
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.projector.asked.size() > 5
                ? control("processing", false, true)
                : control("paused", true, false)));

    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/resume", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("status").asText()).isEqualTo("processing");
    assertThat(gateway.commands)
        .containsExactly(new BatchResumed(new BatchId(BATCH), gateway.commands.getFirst().at()));
  }

  /** A lane that has paused itself may have a clock ahead of the gateway's. */
  @Test
  void aResumeIsNewerThanThePauseThatItFollows() {
    long ahead = gateway.now.get().plusSeconds(5).toEpochMilli();
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.commands.isEmpty()
                ? control("paused", true, false, ahead)
                : control("processing", false, true)));

    Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/resume", null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(gateway.commands.getFirst().at().toEpochMilli()).isEqualTo(ahead + 1);
  }

  @Test
  void whatHasEndedIsNeitherPausedNorResumed() {
    for (String state :
        new String[] {
          state(true, true, true, "completed"), state(true, false, true, "cancelled")
        }) {
      gateway.projector.says(200, state);
      for (String verb : new String[] {"pause", "resume"}) {
        Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/" + verb, null);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().path("code").asText()).isEqualTo("BATCH_ENDED");
      }
    }
    assertThat(gateway.commands).isEmpty();
  }

  @Test
  void lanesThatDoNotTakeNoteInTimeMakeTheClientComeAgain() {
    gateway.projector.says(200, control("processing", false, false));

    for (String verb : new String[] {"pause", "resume"}) {
      Reply reply = gateway.ask("POST", BATCHES + "/" + BATCH + "/" + verb, null);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isNotNull();
    }
  }

  /** Lanes that have heard of every wish that was said. */
  private String control(String status, boolean paused, boolean goesOn) {
    long asOf = gateway.commands.isEmpty() ? 1 : gateway.commands.getLast().at().toEpochMilli();
    return control(status, paused, goesOn, asOf);
  }

  private static String control(String status, boolean paused, boolean goesOn, long asOf) {
    return "{\"found\":true,\"status\":\"%s\",\"paused\":%s,\"goesOn\":%s,\"pauseAsOf\":%d,\"active\":4}"
        .formatted(status, paused, goesOn, asOf);
  }

  @Test
  void aPauseIsNotAnsweredByWhatALaneSaysOfAnOlderOne() {
    gateway.projector.says(200, control("paused", true, false, 1));

    assertThat(gateway.ask("POST", BATCHES + "/" + BATCH + "/pause", null).status()).isEqualTo(503);
  }

  @Test
  void aBatchThatIsCancelledMeanwhileIsNotResumed() {
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.commands.isEmpty()
                ? control("paused", true, false, 1)
                : control("cancelled", true, true, 1)));

    assertThat(gateway.ask("POST", BATCHES + "/" + BATCH + "/resume", null).status())
        .isEqualTo(409);
  }

  @Test
  void aFinishedBatchCannotBeCancelled() {
    gateway.projector.says(200, state(true, true, true, "completed"));

    Reply reply = cancel();

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().path("code").asText()).isEqualTo("BATCH_FINISHED");
    assertThat(gateway.commands).isEmpty();
  }

  @Test
  void aBatchThatEndsBeforeTheCancelReachesItIsFinished() {
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.commands.isEmpty()
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
    assertThat(gateway.commands).isEmpty();
  }

  @Test
  void lanesThatDoNotStopInTimeMakeTheClientComeAgain() {
    gateway.projector.says(200, state(true, false, false, "processing"));
    Instant before = gateway.now.get();

    Reply reply = cancel();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isNotNull();
    assertThat(gateway.commands).hasSize(1);
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
    assertThat(gateway.commands).isEmpty();
  }

  @Test
  void aBatchWithNothingWaitingIsCancelledEvenIfItsStatusDoesNotFollow() {
    gateway.projector.says(200, state(true, false, true, "processing"));

    assertThat(cancel().status()).isEqualTo(200);
    assertThat(gateway.commands).hasSize(1);
  }

  private Reply cancel() {
    return gateway.ask("DELETE", BATCHES + "/" + BATCH, null);
  }

  private void lanesStopAfter(int questions) {
    gateway.projector.says(asked ->
        Says.json(
            200,
            gateway.projector.asked.size() < questions || gateway.commands.isEmpty()
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
