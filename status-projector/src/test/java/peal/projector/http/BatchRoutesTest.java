package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.http.RunningProjector.STORY;
import static peal.projector.http.RunningProjector.expected;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchPlan;
import peal.domain.DialingStop;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.projector.Story;
import peal.projector.query.LaneDirectory;

/** Questions about batches as a whole. */
class BatchRoutesTest {
  private final RunningProjector projector = new RunningProjector();

  @AfterEach
  void close() {
    projector.close();
  }

  @Test
  void statusHasProgressInside() throws Exception {
    projector.givenABatchUnderWay();

    assertThat(projector.json("/batch_b1?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'id': 'batch_b1', 'status': 'processing', 'isComplete': false, 'totalCalls': 4,
                 'revision': 1, 'plan': {'priority': 5, 'smartCallbackConfig': {'enabled': false}},
                 'progress': {
                   'waiting': 2, 'active': 0, 'completed': 1, 'failed': 1, 'cancelled': 0,
                   'total': 4, 'startTime': @2, 'lastCompletedTime': @12, 'completedTime': null,
                   'averageCallDuration': 7.5,
                   'recent_calls': [
                     {'jobId': 'call_b1-0-2', 'status': 'failed', 'phone_number': '+15551000002',
                      'failedAt': @65,
                      'error': 'Number busy - unable to connect after 2 attempts'},
                     {'jobId': 'call_b1-0-1', 'status': 'completed',
                      'phone_number': '+15551000001', 'completedAt': @12, 'duration': 7.5}]},
                 'timestamp': @100}
                """));
  }

  @Test
  void progressHasItsFieldsAtTheTop() throws Exception {
    projector.given(STORY.scheduled(2, 50), STORY.row(1), STORY.row(2), STORY.sealed(2));

    assertThat(projector.json("/batch_b1/status?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'status': 'queued', 'isComplete': false, 'scheduledAt': @50,
                 'waiting': 2, 'active': 0, 'completed': 0, 'failed': 0, 'cancelled': 0,
                 'total': 2, 'completedTime': null, 'averageCallDuration': 0.0,
                 'recent_calls': []}
                """));
  }

  @ParameterizedTest
  @CsvSource({"/batch_zz", "/nonsense", "/batch_zz/status", "/batch_zz/calls"})
  void anUnknownBatchIsNotFoundAndNamed(String path) throws Exception {
    HttpResponse<String> answer = projector.get(path + "?lanes=2");

    JsonNode body = RunningProjector.body(answer);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(body.get("id").asText()).isEqualTo(path.split("/")[1]);
    assertThat(body.has("error") && body.has("message")).isTrue();
  }

  @Test
  void batchesAreListedNewestFirstAndFiltered() throws Exception {
    projector.givenABatchUnderWay();
    Story newer = Story.of("b2", 0);
    projector.given(newer.opened(1, 1));

    JsonNode all = projector.json("?lanes=1");
    assertThat(all.get("batches").findValuesAsText("id")).containsExactly("batch_b2", "batch_b1");
    assertThat(all.get("batches").get(0).get("progress").get("waiting").asLong()).isEqualTo(1);
    assertThat(all.get("pagination").get("total").asLong()).isEqualTo(2);

    JsonNode queued = projector.json("?lanes=1&status=queued");
    assertThat(queued.get("batches").findValuesAsText("id")).containsExactly("batch_b2");
  }

  @Test
  void aBatchIsShownOnceItsSealAndItsRowsAreRead() throws Exception {
    Story story = Story.of("b2", 0);
    projector.given(story.opened(2, 2), story.row(1), story.row(2));
    assertThat(shown("/batch_b2")).as("without its seal").isEqualTo(404);
    Story other = Story.of("b3", 0);
    projector.given(other.opened(2, 2), other.sealed(2), other.row(1));
    assertThat(shown("/batch_b3")).as("without a row").isEqualTo(404);

    projector.given(story.sealed(2), other.row(2));

    assertThat(shown("/batch_b2")).isEqualTo(200);
    assertThat(shown("/batch_b3")).isEqualTo(200);
    assertThat(shown("/batch_b9")).isEqualTo(404);
  }

  @Test
  void ofABigBatchItsRowsAreNotAwaitedAndOfADroppedOneNothing() throws Exception {
    Story big = Story.of("b2", 0);
    Story dropped = Story.of("b3", 0);
    projector.given(big.opened(5_001, 5_001), big.sealed(5_001));
    projector.given(dropped.opened(2, 2), dropped.expired(60));

    assertThat(shown("/batch_b2")).isEqualTo(200);
    assertThat(shown("/batch_b3")).isEqualTo(200);
  }

  private int shown(String batch) throws Exception {
    return projector.get(batch + "/shown?lanes=1").statusCode();
  }

  @Test
  void rowsOfACancelledBatchThatAreStillToBeReadAreMissed() throws Exception {
    Story story = Story.of("b2", 0);
    projector.given(story.opened(2, 2), story.sealed(2), story.row(1), story.stopped(5));

    assertThat(projector.get("/batch_b2/calls?lanes=1").headers().firstValue("X-Peal-Stale"))
        .contains("true");
    projector.given(story.row(2));
    assertThat(projector.get("/batch_b2/calls?lanes=1").headers().firstValue("X-Peal-Stale"))
        .isEmpty();
  }

  @Test
  void cancellationTellsWhatTheGatewayNeeds() throws Exception {
    assertThat(projector.json("/batch_b1/cancellation?lanes=1"))
        .isEqualTo(expected("{'found': false, 'finished': false, 'settled': false}"));
    projector.givenABatchUnderWay();
    projector.given(STORY.stopped(90));

    assertThat(projector.json("/batch_b1/cancellation?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'found': true, 'finished': false, 'settled': true, 'paused': true,
                 'goesOn': true, 'single': false, 'change': {'revision': 1, 'at': @0, 'plan': {}},
                 'changeApplied': true, 'firstLane': -1, 'openedAt': @0, 'active': 0, 'status': 'cancelled',
                 'details': {'completedCalls': 1, 'failedCalls': 1, 'cancelledCalls': 2,
                   'totalCalls': 4}}
                """));
    projector.given(STORY.paused(91, true));
    assertThat(projector.json("/batch_b1/cancellation?lanes=1").get("status").asText())
        .as("a pause of a cancelled batch changes nothing")
        .isEqualTo("cancelled");
    assertThat(projector.json("/batch_b1/calls?lanes=1&status=cancelled").get("calls")).hasSize(2);
    assertThat(projector.json("/batch_b1/calls?lanes=1&status=waiting").get("calls")).isEmpty();
    assertThat(projector.json("/batch_b1/calls/call_b1-0-4?lanes=1").get("status").asText())
        .isEqualTo("cancelled");
  }

  @Test
  void changesOfAPlanAreToldWithWhoMadeThemAndWhen() throws Exception {
    projector.givenABatchUnderWay();
    BatchPlan plan =
        new BatchPlan(
            7, 2.5, 4, null, null, RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(90))));
    projector.given(STORY.changed(91, new PlanRevision(2, Story.at(90), "key_1", plan)));

    assertThat(projector.json("/batch_b1/revisions?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'batchId': 'batch_b1', 'revision': 2, 'revisions': [
                  {'revision': 2, 'at': @90, 'by': 'key_1',
                   'plan': {'priority': 7, 'callsPerSecond': 2.5, 'maxConcurrency': 4,
                     'smartCallbackConfig': {'enabled': true, 'maxAttempts': 2,
                       'gaps': [{'days': 0, 'hours': 1.5}]}}},
                  {'revision': 1, 'at': @0,
                   'plan': {'priority': 5, 'smartCallbackConfig': {'enabled': false}}}]}
                """));
    assertThat(projector.json("/batch_b1?lanes=1").path("plan").path("priority").asInt())
        .isEqualTo(7);
  }

  @Test
  void retryRulesAreShownInPlaceOfASmartCallback() throws Exception {
    projector.givenABatchUnderWay();
    RetryRule busy =
        new RetryRule(
            Set.of(Outcome.BUSY), 3, List.of(Duration.ofMinutes(30), Duration.ofMinutes(1_500)));
    BatchPlan plan = BatchPlan.USUAL.withCallbacks(new RetryPlan(4, 10, List.of(busy)));
    projector.given(STORY.changed(91, new PlanRevision(2, Story.at(90), "key_1", plan)));

    assertThat(projector.json("/batch_b1?lanes=1").path("plan"))
        .isEqualTo(
            expected(
                """
                {'priority': 5, 'retryRules': {'maxAttempts': 4, 'jitterPercent': 10, 'rules':
                  {'busy': {'maxAttempts': 3, 'gaps': [{'days': 0, 'hours': 0, 'minutes': 30.0},
                    {'days': 1, 'hours': 1, 'minutes': 0.0}]}}}}
                """));
  }

  @Test
  void rowsThatAreLeftAtTheEndOfABatchAreSkippedAndTheBatchIsComplete() throws Exception {
    projector.givenABatchUnderWay();
    projector.given(STORY.ended(90));

    JsonNode batch = projector.json("/batch_b1?lanes=1");
    assertThat(batch.path("status").asText()).isEqualTo("completed");
    assertThat(batch.path("progress").path("cancelled").asInt()).isEqualTo(2);
    assertThat(batch.path("progress").path("skippedBy").toString()).isEqualTo("{\"ended\":2}");
    JsonNode calls = projector.json("/batch_b1/calls?lanes=1&status=cancelled").path("calls");
    assertThat(calls)
        .hasSize(2)
        .allSatisfy(call -> {
          assertThat(call.path("outcome").asText()).isEqualTo("skipped");
          assertThat(call.path("skippedBy").asText()).isEqualTo("ended");
        });
    assertThat(projector.json("/batch_b1/calls/call_b1-0-4?lanes=1").path("skippedBy").asText())
        .isEqualTo("ended");
    assertThat(projector.json("/batch_b1/cancellation?lanes=1").path("finished").asBoolean())
        .isTrue();
  }

  @Test
  void aCopySaysSoButNeverDenies() throws Exception {
    projector.givenABatchUnderWay();
    projector.directory =
        lane -> new LaneDirectory.Sources(Optional.empty(), List.of(projector.memory.reader(lane)));

    assertThat(projector.get("/batch_b1?lanes=1").headers().firstValue("X-Peal-Stale"))
        .hasValue("true");
    assertThat(projector.get("/batch_zz?lanes=1").statusCode()).isEqualTo(503);
  }

  @Test
  void whileNobodyCanAnswerTheClientIsToldWhenToComeBack() throws Exception {
    projector.directory = lane -> new LaneDirectory.Sources(Optional.empty(), List.of());

    HttpResponse<String> answer = projector.get("/batch_b1?lanes=1");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/status"})
  void aBatchThatHasNotEndedSaysThatDialingIsStoppedByWhomAndWhy(String path) throws Exception {
    projector.given(STORY.opened(1, 1), STORY.sealed(1), STORY.row(1));
    DialingStop stop =
        new DialingStop(DialingStop.Scope.ALL, null, true, "operator", Story.at(50), "fire", 1L);
    projector.stops.put(stop.key(), stop);

    assertThat(projector.json("/batch_b1" + path + "?lanes=1").path("dialing"))
        .isEqualTo(
            expected(
                "{'stopped': true, 'scope': 'all', 'by': 'operator', 'since': @50, 'reason':"
                    + " 'fire'}"));
  }
}
