package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.http.RunningProjector.STORY;
import static peal.projector.http.RunningProjector.expected;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchPlan;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.DialingStop;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent.CallHeld;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallQueued;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;
import peal.projector.Story;

/** The last verdict on a call, as of the hundredth second. */
class WhyRouteTest {
  private final RunningProjector projector = new RunningProjector();

  @AfterEach
  void close() {
    projector.close();
  }

  private JsonNode why(int row) throws Exception {
    return projector.json("/batch_b1/calls/call_b1-0-" + row + "/why?lanes=1");
  }

  private void given(CallingHours hours, BatchPlan plan, String zones) {
    BatchOpened opened = STORY.opened(2, 2);
    projector.given(
        new BatchOpened(
            opened.batch(),
            opened.at(),
            null,
            opened.agent(),
            2,
            2,
            opened.sealBy(),
            false,
            null,
            plan,
            hours,
            null,
            null),
        STORY.sealed(2));
    for (int row = 1; row <= 2; row++) {
      CallQueued queued = STORY.row(row);
      projector.given(
          new CallQueued(
              queued.call(), queued.at(), queued.number(), queued.variables(), zones, null));
    }
  }

  @Test
  void whatWaitsForItsTurnSaysBehindWhomAndAtWhichPace() throws Exception {
    projector.givenABatchUnderWay();

    JsonNode why = why(4);

    // Row 3 was due again at 85 s and waits as well.
    assertThat(why)
        .isEqualTo(
            expected(
                """
                {'jobId': 'call_b1-0-4', 'status': 'waiting', 'verdict': 'waiting', 'rule': 'pace',
                 'why': 'pace (10 dials a second); at most 1 row of its batch before it',
                 'facts': {'out': 0, 'lines': 100, 'callsPerSecond': 10.0, 'rowsBefore': 1,
                   'priority': 5}}
                """));
  }

  @Test
  void rowsOfEarlierBlocksAreCounted() throws Exception {
    projector.given(STORY.opened(2_500, 2_500), STORY.sealed(2_500));
    for (int row = 1; row <= 2_500; row++) {
      projector.given(STORY.row(row));
    }
    projector.given(
        STORY.settled(5, 1, 9, Outcome.ANSWERED), STORY.settled(2_100, 1, 9, Outcome.BUSY));

    assertThat(why(2_201).path("facts").path("rowsBefore").intValue()).isEqualTo(2_198);
    assertThat(why(1).path("facts").path("rowsBefore").intValue()).isZero();
  }

  @Test
  void whatIsOverSaysHow() throws Exception {
    projector.givenABatchUnderWay();

    assertThat(why(1))
        .isEqualTo(
            expected(
                """
                {'jobId': 'call_b1-0-1', 'status': 'completed', 'verdict': 'ended',
                 'rule': 'outcome', 'why': 'answered after 1 attempt',
                 'facts': {'outcome': 'successful', 'attempts': 1, 'at': @12}}
                """));
    assertThat(why(2).path("why").textValue()).isEqualTo("busy after 2 attempts");
  }

  @Test
  void aRetrySaysWhenAfterWhatAndOfHowMany() throws Exception {
    BatchPlan plan =
        BatchPlan.USUAL.withCallbacks(RetryPlan.smartCallback(3, List.of(Duration.ofMinutes(5))));
    given(null, plan, null);
    projector.given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 4, Outcome.BUSY, null));
    projector.given(STORY.callback(1, 1, 4, Outcome.BUSY, 304), STORY.dialing(2, 1, 90));

    assertThat(why(1).path("rule").textValue()).isEqualTo("retry");
    assertThat(why(1).path("facts"))
        .isEqualTo(expected("{'until': @304, 'outcome': 'busy', 'attempt': 2, 'ofAttempts': 4}"));
    assertThat(why(2).path("facts")).isEqualTo(expected("{'attempt': 1, 'since': @90}"));
    assertThat(why(2).path("verdict").textValue()).isEqualTo("active");
  }

  @Test
  void ofRetryRulesItSaysWhichRetryIsNextAndWhyThereIsNone() throws Exception {
    RetryRule busy = new RetryRule(Set.of(Outcome.BUSY), 1, List.of(Duration.ofMinutes(5)));
    given(null, BatchPlan.USUAL.withCallbacks(new RetryPlan(4, 0, List.of(busy))), null);
    projector.given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 4, Outcome.BUSY, null));
    projector.given(STORY.callback(1, 1, 4, Outcome.BUSY, 304));
    projector.given(STORY.dialing(2, 1, 2), STORY.ended(2, 1, 4, Outcome.NO_ANSWER, null));
    projector.given(STORY.settled(2, 1, 4, Outcome.NO_ANSWER));

    assertThat(why(1).path("facts"))
        .isEqualTo(
            expected(
                "{'until': @304, 'outcome': 'busy', 'attempt': 2, 'ofAttempts': 5, 'retry': 1,"
                    + " 'ofRetries': 1}"));
    assertThat(why(2).path("why").textValue())
        .isEqualTo("no answer after 1 attempt; there is no retry after no_answer");
    projector.given(STORY.dialing(1, 2, 310), STORY.ended(1, 2, 320, Outcome.BUSY, null));
    projector.given(STORY.settled(1, 2, 320, Outcome.BUSY));
    assertThat(why(1).path("why").textValue())
        .isEqualTo("busy after 2 attempts; all of its retries after busy are used (1)");
  }

  @Test
  void aBatchThatMakesAsManyCallsAsItMayIsSaidToBeFullItself() throws Exception {
    given(null, new BatchPlan(null, null, 1, null, null, null), null);
    projector.given(STORY.dialing(1, 1, 90));

    assertThat(why(2).path("rule").textValue()).isEqualTo("concurrency");
    assertThat(why(2).path("why").textValue()).startsWith("all lines open (1 of 1)");
  }

  @Test
  void whatWaitsBecauseTooMuchFailedSaysHowMuch() throws Exception {
    given(null, BatchPlan.USUAL, null);
    projector.given(STORY.tripped(91, 90));

    assertThat(why(1).path("rule").textValue()).isEqualTo("stop_when");
    assertThat(why(1).path("why").textValue()).contains("65 % of 20 calls failed");
    assertThat(why(1).path("facts"))
        .isEqualTo(expected("{'since': @90, 'failureRate': 0.65, 'calls': 20}"));
  }

  @Test
  void whatWaitsForALimitOfItsNumberNamesItAndUntilWhen() throws Exception {
    CallLimits limits = new CallLimits(List.of(new CallLimit(1, 1, null, null, null)), 0);
    given(null, new BatchPlan(null, null, null, null, null, null, null, limits), null);
    CallHeld held = new CallHeld(STORY.call(1), Story.at(90), Story.at(3_690), "1 per hour");
    projector.given(held);
    projector.logged = List.of(held);

    assertThat(why(1).path("rule").textValue()).isEqualTo("call_limit");
    assertThat(why(1).path("facts")).isEqualTo(expected("{'limit': '1 per hour', 'until': @3690}"));
  }

  /** What is due at night is dialed in the morning, or not at all where the batch ends before. */
  @Test
  void aRetryThatIsDueWhenHoursAreClosedSaysWhenTheyOpen() throws Exception {
    Instant opens = Story.at(100).truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(3));
    int minute = (int) Duration.between(opens.truncatedTo(ChronoUnit.DAYS), opens).toMinutes();
    CallingHours hours =
        new CallingHours(
            List.of(new DailyWindow(minute, (minute + 30) % 1_440)), null, null, null, null);
    RetryPlan callbacks = RetryPlan.smartCallback(3, List.of(Duration.ofMinutes(5)));
    Instant end = opens.minusSeconds(60);
    given(hours, new BatchPlan(null, null, null, null, end, callbacks), "UTC");
    projector.given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 4, Outcome.BUSY, null));
    projector.given(STORY.callback(1, 1, 4, Outcome.BUSY, 304));

    JsonNode why = why(1);

    assertThat(why.path("rule").textValue()).isEqualTo("retry");
    assertThat(why.path("facts").path("until").longValue()).isEqualTo(opens.toEpochMilli());
    assertThat(why.path("why").textValue()).contains("its batch ends at " + end);
  }

  @Test
  void whatWaitsForHoursSaysWhenTheyOpenAndWhere() throws Exception {
    Instant opens = Story.at(100).truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(3));
    int minute = (int) Duration.between(opens.truncatedTo(ChronoUnit.DAYS), opens).toMinutes();
    CallingHours hours =
        new CallingHours(
            List.of(new DailyWindow(minute, (minute + 30) % 1_440)), null, null, null, null);
    given(hours, BatchPlan.USUAL, "UTC");

    JsonNode why = why(1);

    assertThat(why.path("rule").textValue()).isEqualTo("hours");
    assertThat(why.path("facts").path("until").longValue()).isEqualTo(opens.toEpochMilli());
    assertThat(why.path("facts").path("zones").toString()).isEqualTo("[\"UTC\"]");
  }

  @Test
  void aPauseComesBeforeAStopAndAStopBeforeHours() throws Exception {
    given(null, BatchPlan.USUAL, null);
    DialingStop stop =
        new DialingStop(
            DialingStop.Scope.OWN,
            Story.WORKSPACE.value(),
            true,
            "key_1",
            Story.at(30),
            "a fire",
            1L);
    projector.stops.put(stop.key(), stop);

    JsonNode stopped = why(1);
    projector.given(STORY.paused(40, true));
    JsonNode paused = why(1);

    assertThat(stopped.path("rule").textValue()).isEqualTo("stopped");
    assertThat(stopped.path("facts"))
        .isEqualTo(expected("{'scope': 'own', 'by': 'key_1', 'since': @30, 'reason': 'a fire'}"));
    assertThat(paused.path("rule").textValue()).isEqualTo("paused");
    assertThat(paused.path("facts")).isEqualTo(expected("{'since': @40}"));
  }

  @Test
  void whatIsSkippedOrCancelledNamesTheRule() throws Exception {
    given(null, BatchPlan.USUAL, "");
    projector.given(
        new CallSettled(STORY.call(1), Story.at(5), 0, null, CallingHours.UNKNOWN_TIMEZONE));

    assertThat(why(1).path("verdict").textValue()).isEqualTo("skipped");
    assertThat(why(1).path("rule").textValue()).isEqualTo("unknown_timezone");
    projector.given(STORY.stopped(50));
    assertThat(why(2).path("verdict").textValue()).isEqualTo("cancelled");
    assertThat(why(2).path("facts")).isEqualTo(expected("{'attempts': 0, 'at': @50}"));
  }

  @Test
  void aPlanThatWasChangedIsTheOneThatCounts() throws Exception {
    given(null, BatchPlan.USUAL, null);
    BatchPlan later = new BatchPlan(null, null, null, Story.at(500), null, null);
    projector.given(STORY.changed(50, new PlanRevision(2, Story.at(50), "key_1", later)));

    assertThat(why(1).path("rule").textValue()).isEqualTo("start");
    assertThat(why(1).path("facts")).isEqualTo(expected("{'until': @500}"));
  }

  @Test
  void aCallThatThereIsNotIs404() throws Exception {
    projector.givenABatchUnderWay();

    assertThat(
            Map.of(
                "row", projector.get("/batch_b1/calls/call_b1-0-9/why?lanes=1").statusCode(),
                "batch", projector.get("/batch_b2/calls/call_b2-0-1/why?lanes=1").statusCode()))
        .isEqualTo(Map.of("row", 404, "batch", 404));
  }
}
