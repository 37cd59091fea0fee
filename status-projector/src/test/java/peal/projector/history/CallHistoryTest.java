package peal.projector.history;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.Story.at;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.domain.AttemptId;
import peal.domain.BatchPlan;
import peal.domain.CallStatus;
import peal.domain.DialingStop;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.Source;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.BatchView;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;
import peal.projector.query.Batches;
import peal.projector.query.LaneCall;

class CallHistoryTest {
  private static final Story STORY = Story.of("b1", 0);
  private static final AttemptId FIRST = new AttemptId(STORY.call(1), 1);

  private final MemoryLanes memory = new MemoryLanes();
  private final LaneFold fold = new LaneFold(memory);
  private final List<CallEvent> log = new ArrayList<>();
  private LaneLoad load = new LaneLoad(3, 50, 20);
  private int removed;

  private void given(CallEvent... events) {
    if (log.isEmpty()) {
      fold.apply(Story.lane(0), STORY.opened(2, 2));
      fold.apply(Story.lane(0), STORY.row(1));
      fold.apply(Story.lane(0), STORY.row(2));
      fold.apply(Story.lane(0), STORY.sealed(2));
    }
    for (CallEvent event : events) {
      fold.apply(Story.lane(0), event, log.size());
      log.add(event);
    }
  }

  private Optional<DialingStop> stop = Optional.empty();

  private Told tell(double now) {
    LaneCall call =
        new Batches(List.of(memory.reader(Story.lane(0))))
            .call(STORY.batch(), STORY.call(1))
            .orElseThrow();
    List<CallEvent> found =
        call.view().trail().offsets().stream()
            .skip(removed)
            .map(n -> log.get(n.intValue()))
            .toList();
    return CallHistory.tell(
        call,
        memory.batch(new LaneBatchKey(Story.lane(0), "b1")),
        new EventLog.Found(found, removed, 0),
        stop,
        at(now),
        () -> load);
  }

  private List<String> reasons(Told told) {
    return told.entries().stream().map(Entry::reason).toList();
  }

  @Test
  void aCallIsToldFromItsRowToItsEnd() {
    given(
        new Dialing(FIRST, at(5), "w1"),
        new Connected(FIRST, at(7)).from(Source.callback("w2")),
        new Ended(FIRST, at(20), Outcome.ANSWERED, 13.0, null, null).from(Source.callback("w1")),
        STORY.settled(1, 1, 20.1, Outcome.ANSWERED));

    Told told = tell(30);

    assertThat(told.entries())
        .containsExactly(
            new Entry(at(0), "queued", null, null, "accepted as row 1 of its file"),
            new Entry(
                at(1), "released", null, null, "every row of the file is stored; it may be dialed"),
            new Entry(at(5), "dialing", 1, "w1", "the carrier took the call"),
            new Entry(at(7), "connected", 1, "w2", "picked up"),
            new Entry(at(20), "ended", 1, "w1", "answered, talked 13.0 s"),
            new Entry(at(20.1), "call_settled", 1, null, "completed: answered"));
    assertThat(told.now()).isNull();
    assertThat(told.complete()).isTrue();
  }

  @Test
  void aLostAnswerIsAskedAboutAndDialedAgain() {
    given(
        new NotDialed(FIRST, at(4), at(3), "worker is full", Duration.ofSeconds(1))
            .from(Source.placed("w1")),
        new NeverHeardOf(FIRST, at(9), true).from(Source.asked("w2")));

    assertThat(reasons(tell(10)).subList(2, 4))
        .containsExactly(
            "not dialed: worker is full; the lane rests 1.0 s; dialed again as the same attempt",
            "asked carrier: not known, dialed again as the same attempt");
    assertThat(tell(10).now()).isEqualTo("waiting: to be dialed again as the same attempt");
  }

  @Test
  void aCallThatTheCarrierForgotIsNotDialedAgain() {
    given(
        new Progress(FIRST, at(4), "ringing").from(Source.callback("w1")),
        new NeverHeardOf(FIRST, at(70), true).from(Source.asked("w2")),
        STORY.settled(1, 1, 70, Outcome.UNKNOWN),
        new Ended(FIRST, at(80), Outcome.BUSY, null, null, null).from(Source.callback("w1")));

    assertThat(reasons(tell(90)).subList(2, 6))
        .containsExactly(
            "ringing",
            "asked carrier: not known any more, so nobody can tell how it ended",
            "failed: Outcome unknown",
            "busy (late: it had been settled)");
  }

  @Test
  void whatItWaitsForIsSaid() {
    given();
    assertThat(tell(2).now()).isEqualTo("waiting: pace (20 dials a second)");
    load = new LaneLoad(50, 50, 0.5);
    assertThat(tell(2).now()).isEqualTo("waiting: all lines open (50 of 50)");

    given(
        STORY.dialing(1, 1, 3),
        STORY.ended(1, 1, 9, Outcome.BUSY, null),
        STORY.callback(1, 1, 9, Outcome.BUSY, 3_600));
    assertThat(tell(10).now()).isEqualTo("waiting: next attempt at " + at(3_600));
    assertThat(reasons(tell(10))).last().isEqualTo("busy: next attempt at " + at(3_600));
    assertThat(tell(4_000).now()).isEqualTo("waiting: all lines open (50 of 50)");
  }

  @Test
  void anAttemptThatIsOutIsAtTheCarrier() {
    given(STORY.dialing(1, 1, 3));

    assertThat(tell(4).now()).isEqualTo("active: attempt 1 is at the carrier");
  }

  @Test
  void aCancelIsTold() {
    given(
        STORY.dialing(1, 1, 3),
        STORY.ended(1, 1, 9, Outcome.BUSY, null),
        STORY.callback(1, 1, 9, Outcome.BUSY, 3_600),
        STORY.stopped(20));

    Told told = tell(30);

    assertThat(told.entries().getLast())
        .isEqualTo(new Entry(at(20), "batch_stopped", null, null, "the batch was cancelled"));
    assertThat(told.now()).isNull();
  }

  @Test
  void whatRetentionHasRemovedIsSaidAndFilledInFromWhatIsStillKnown() {
    given(
        STORY.dialing(1, 1, 3),
        STORY.ended(1, 1, 9, Outcome.BUSY, null),
        STORY.callback(1, 1, 9, Outcome.BUSY, 3_600),
        STORY.dialing(1, 2, 3_601),
        STORY.settled(1, 2, 3_700, Outcome.NO_ANSWER));
    removed = 3;

    Told told = tell(4_000);

    assertThat(told.complete()).isFalse();
    assertThat(told.removed()).isEqualTo(3);
    assertThat(told.entries().subList(2, 6))
        .containsExactly(
            new Entry(at(3), "dialing", 1, null, "at the carrier (its record is gone)"),
            new Entry(at(9), "ended", 1, null, "busy (its record is gone)"),
            new Entry(at(3_601), "dialing", 2, "w1", "the carrier took the call"),
            new Entry(
                at(3_700),
                "call_settled",
                2,
                null,
                "failed: No answer - unable to connect after 2 attempts"));
  }

  @Test
  void everyKindOfEventHasAWordAndAReason() {
    Instant then = at(1);
    List<CallEvent> all =
        List.of(
            new Dialing(FIRST, then, null),
            new Connected(FIRST, then),
            new Progress(FIRST, then, null),
            new Ended(FIRST, then, Outcome.CARRIER_ERROR, null, null, "503"),
            new NotDialed(FIRST, then, then, null, null),
            new NeverHeardOf(FIRST, then, false),
            STORY.callback(1, 1, 1, Outcome.NO_ANSWER, 2),
            STORY.settled(1, 0, 1, null),
            STORY.stopped(1),
            STORY.expired(1));

    assertThat(all)
        .extracting(Reasons::kind)
        .containsExactly(
            "dialing",
            "connected",
            "progress",
            "ended",
            "not_dialed",
            "never_heard_of",
            "callback_scheduled",
            "call_settled",
            "batch_stopped",
            "batch_expired");
    assertThat(all)
        .extracting(event -> Reasons.of(event, false))
        .doesNotHaveDuplicates()
        .contains("carrier error (503)", "cancelled before it was dialed");
  }

  @Test
  void whatWaitsWhileDialingIsStoppedNamesTheStop() {
    given();
    stop =
        Optional.of(
            new DialingStop(
                DialingStop.Scope.CARRIER, "twilio", true, "operator", at(3), "a fire", 1L));

    assertThat(tell(5).now())
        .isEqualTo(
            "waiting: dialing is stopped by the operator, at carrier twilio, since "
                + at(3)
                + ": a fire");
  }

  private static BatchOpened within(CallingHours hours) {
    BatchOpened opened = STORY.opened(2, 2);
    return new BatchOpened(
        opened.batch(),
        opened.at(),
        null,
        opened.agent(),
        2,
        2,
        opened.sealBy(),
        false,
        null,
        BatchPlan.USUAL,
        hours,
        null,
        null);
  }

  @Test
  void aCallThatWaitsForItsHoursSaysWhenTheyOpen() {
    DailyWindow noon = new DailyWindow(12 * 60, 13 * 60);
    fold.apply(Story.lane(0), within(new CallingHours(List.of(noon), null, "UTC", null, null)));
    given();
    Instant opens = at(0).truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    Instant next = opens.isAfter(at(2)) ? opens : opens.plus(Duration.ofDays(1));

    assertThat(tell(2).now())
        .isEqualTo("waiting: outside its calling hours, which open at " + next);

    BatchPlan ending = new BatchPlan(null, null, null, null, next, null);
    given(STORY.changed(2, new PlanRevision(2, at(2), null, ending)));
    assertThat(tell(2).now())
        .isEqualTo(
            "waiting: outside its calling hours, which do not open before its batch ends at "
                + next);
  }

  @Test
  void aCallThatARuleRefusesIsSkippedAndSaysWhy() {
    given(new CallSettled(STORY.call(1), at(2), 0, null, CallingHours.UNKNOWN_TIMEZONE));

    assertThat(reasons(tell(3)))
        .last()
        .isEqualTo("skipped: nobody knows in which time zone it rings");
    BatchView batch = memory.batch(new LaneBatchKey(Story.lane(0), "b1"));
    assertThat(batch.skippedBy()).isEqualTo(Map.of("unknown_timezone", 1L));
    assertThat(batch.counts().cancelled()).isEqualTo(1);
  }

  @Test
  void oneThatWasDialedBeforeHasFailedAsItLastDid() {
    given(
        STORY.dialing(1, 1, 2),
        new CallbackScheduled(STORY.call(1), at(3), 1, Outcome.BUSY, at(63)),
        new CallSettled(STORY.call(1), at(64), 1, null, CallingHours.NO_COMMON_HOURS));

    CallView call = memory.call(new LaneBatchKey(Story.lane(0), "b1"), 1);
    assertThat(call.status()).isEqualTo(CallStatus.FAILED);
    assertThat(call.outcome()).isEqualTo(Outcome.BUSY);
  }
}
