package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.http.RunningProjector.STORY;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallQueued;
import peal.projector.Story;

class RedialRoutesTest {
  private static final String ROWS = "/batch_b1/redial.csv?lanes=1";

  private final RunningProjector projector = new RunningProjector();

  @AfterEach
  void close() {
    projector.close();
  }

  /**
   * Row 1 answered, 2 busy, 3 to voicemail, 4 no answer; a cancel drops row 5, which was busy once,
   * and row 6, which was never dialed; a rule skipped row 7.
   */
  private void givenABatchThatEnded() {
    projector.given(STORY.opened(7, 7), STORY.sealed(7));
    for (long row = 1; row <= 7; row++) {
      projector.given(STORY.row(row));
    }
    end(1, Outcome.ANSWERED);
    end(2, Outcome.BUSY);
    end(3, Outcome.VOICEMAIL);
    end(4, Outcome.NO_ANSWER);
    projector.given(STORY.dialing(5, 1, 3), STORY.ended(5, 1, 4, Outcome.BUSY, null));
    projector.given(STORY.callback(5, 1, 4, Outcome.BUSY, 64));
    projector.given(STORY.skipped(7, 0, 5, "unknown_timezone"));
    projector.given(STORY.stopped(9));
  }

  private void end(long row, Outcome outcome) {
    projector.given(STORY.dialing(row, 1, 2), STORY.ended(row, 1, 3, outcome, null));
    projector.given(STORY.settled(row, 1, 3, outcome));
  }

  private List<Long> rows(String outcomes) throws Exception {
    HttpResponse<String> answer = projector.get(ROWS + outcomes);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().skip(1).map(RedialRoutesTest::row).toList();
  }

  private static long row(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(',')));
  }

  @Test
  void whateverDidNotCompleteIsDialedAgainUnlessSomethingElseIsNamed() throws Exception {
    givenABatchThatEnded();

    assertThat(rows("")).containsExactly(2L, 4L, 5L, 6L, 7L);
  }

  @ParameterizedTest
  @CsvSource({
    "busy, 2 5",
    "'busy,no_answer', 2 4 5",
    "cancelled, 6",
    "skipped, 7",
    "voicemail, 3",
    "'successful,busy', 1 2 5",
    "rejected, ''"
  })
  void anOutcomeThatIsNamedTakesTheRowsThatAreShownWithIt(String outcomes, String expected)
      throws Exception {
    givenABatchThatEnded();

    assertThat(
            String.join(" ", rows("&outcomes=" + outcomes).stream().map(String::valueOf).toList()))
        .isEqualTo(expected);
  }

  /** As whoever had completed in a batch that was left alone. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoseVoicemailWasReachedIsNotDialedAgainThoughACallbackWasDue(boolean ended)
      throws Exception {
    givenCallbacksThatAreDueWhenItStops(ended);

    assertThat(rows("")).containsExactly(2L, 3L);
    assertThat(rows("&outcomes=voicemail")).containsExactly(1L);
  }

  @ParameterizedTest
  @CsvSource({"true, busy, 2", "true, skipped, 3", "false, busy, 2", "false, cancelled, 3"})
  void aCallWhoseCallbackWasDueCountsByItsLastDial(boolean ended, String outcome, long row)
      throws Exception {
    givenCallbacksThatAreDueWhenItStops(ended);

    assertThat(rows("&outcomes=" + outcome)).containsExactly(row);
  }

  /** Row 1 to voicemail and row 2 busy, both to be called back; row 3 was never dialed. */
  private void givenCallbacksThatAreDueWhenItStops(boolean ended) {
    projector.given(STORY.opened(3, 3), STORY.sealed(3), STORY.row(1), STORY.row(2), STORY.row(3));
    projector.given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 3, Outcome.VOICEMAIL, null));
    projector.given(STORY.callback(1, 1, 3, Outcome.VOICEMAIL, 64));
    projector.given(STORY.dialing(2, 1, 2), STORY.ended(2, 1, 3, Outcome.BUSY, null));
    projector.given(STORY.callback(2, 1, 3, Outcome.BUSY, 64));
    projector.given(ended ? STORY.ended(9) : STORY.stopped(9));
  }

  @Test
  void theFileHasTheFormOfResultsAndOfEachRowItsNumberAndItsVariables() throws Exception {
    givenABatchThatEnded();

    assertThat(projector.get(ROWS + "&outcomes=no_answer").body())
        .isEqualTo(
            "row,job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,"
                + "next_attempt_at,talk_seconds,redial_of,first_name,other_variables\r\n"
                + "4,,+15551000004,,,,,,,,,,N4,\r\n");
  }

  @Test
  void theTermsAreTheBatchsNewestPlanItsHoursAndItsAgent() throws Exception {
    givenABatchThatEnded();
    projector.given(
        STORY.changed(
            8, new PlanRevision(2, Story.at(8), "k", new BatchPlan(9, 2.0, 3, null, null, null))));

    JsonNode terms = projector.json("/batch_b1/redial?lanes=1");

    assertThat(terms.path("of").asText()).isEqualTo("batch_b1");
    assertThat(terms.path("agentId").asText()).isEqualTo("agent_1");
    assertThat(terms.path("name").asText()).isEqualTo("spring");
    assertThat(terms.path("plan").path("callsPerSecond").asDouble()).isEqualTo(2.0);
    assertThat(terms.path("hours").isNull()).isTrue();
  }

  @Test
  void aBatchThatHasNotEndedIsNotDialedAgain() throws Exception {
    projector.givenABatchUnderWay();

    refused("/batch_b1/redial?lanes=1", 409, "BATCH_NOT_ENDED");
    refused(ROWS, 409, "BATCH_NOT_ENDED");
  }

  @Test
  void aCancelledBatchHasEndedOnceItsLastCallHas() throws Exception {
    projector.given(STORY.opened(2, 2), STORY.sealed(2), STORY.row(1), STORY.row(2));
    projector.given(STORY.dialing(1, 1, 2), STORY.stopped(3, 1L));

    refused(ROWS, 409, "BATCH_NOT_ENDED");

    projector.given(STORY.ended(1, 1, 9, Outcome.BUSY, null), STORY.settled(1, 1, 9, Outcome.BUSY));
    assertThat(rows("")).containsExactly(1L, 2L);
  }

  @Test
  void aBatchThatWasNeverPreparedHasNoRowsToRelyOn() throws Exception {
    projector.given(STORY.opened(3, 3), STORY.row(1), STORY.expired(70));

    refused(ROWS, 409, "BATCH_FAILED");
  }

  /** Some of its rows have come, and those would be dialed as if they were all. */
  @Test
  void aBatchThatWasCancelledBeforeAllItsRowsWereThereHasNoneToRelyOn() throws Exception {
    projector.given(STORY.opened(3, 3), STORY.row(1), STORY.row(2), STORY.stopped(3));

    refused("/batch_b1/redial?lanes=1", 409, "BATCH_FAILED");
    refused(ROWS, 409, "BATCH_FAILED");

    projector.given(STORY.row(3), STORY.sealed(3));
    assertThat(rows("")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSingleCallIsNoBatch() throws Exception {
    projector.given(STORY.openedAlone(), STORY.sealed(1), STORY.row(1));

    refused(ROWS, 409, "SINGLE_CALL");
  }

  @Test
  void whatWasForgottenIsAnsweredSoAndWhatNeverWasIsUnknown() throws Exception {
    givenABatchThatEnded();
    projector.given(new BatchForgotten(STORY.batch(), Story.at(99)));

    refused("/batch_b1/redial?lanes=1", 404, "NOT_FOUND");
    // Made in 2016; a batch is kept for thirty days here.
    refused("/batch_01arz3ndektsv4rrffq69g5fav/redial?lanes=1", 410, "BATCH_FORGOTTEN");
  }

  @Test
  void rowsThatAreNotReadYetAreNotLeftOut() throws Exception {
    projector.given(STORY.opened(2, 2), STORY.sealed(2), STORY.row(1), STORY.stopped(3));

    refused(ROWS, 503, "UNAVAILABLE");
  }

  @Test
  void anOutcomeThatThereIsNotIsRefused() throws Exception {
    givenABatchThatEnded();

    refused(ROWS + "&outcomes=busy,Sideways", 400, "INVALID_PARAMETER");
  }

  @Test
  void aRowTellsWhichCallItDialsAgain() throws Exception {
    BatchOpened opened =
        new BatchOpened(
            STORY.batch(),
            Story.at(0),
            null,
            STORY.opened(1, 1).agent(),
            1,
            1,
            Story.at(60),
            false,
            List.of(),
            BatchPlan.USUAL,
            null,
            new BatchId("batch_b0"),
            null);
    projector.given(opened, STORY.sealed(1));
    projector.given(new CallQueued(STORY.call(70_000), Story.at(0.5), Story.number(3), Map.of()));
    end(70_000, Outcome.BUSY);

    assertThat(projector.json("/batch_b1?lanes=1").path("redialOf").asText()).isEqualTo("batch_b0");
    assertThat(projector.json("/batch_b1/calls/call_b1-0-70000?lanes=1").path("redialOf").asText())
        .isEqualTo("call_b0-0-70000");
    assertThat(projector.get("/batch_b1/results.csv?lanes=1").body())
        .contains("70000,call_b1-0-70000,")
        .contains(",call_b0-0-70000,");
    assertThat(projector.get("/batch_b1/results.jsonl?lanes=1").body())
        .contains("\"redialOf\":\"call_b0-0-70000\"");
    assertThat(Optional.of(rows(""))).contains(List.of(70_000L));
  }

  private void refused(String path, int status, String code) throws Exception {
    HttpResponse<String> answer = projector.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(RunningProjector.body(answer).path("code").asText()).isEqualTo(code);
  }
}
