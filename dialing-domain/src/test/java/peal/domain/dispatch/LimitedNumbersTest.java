package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.FIRST;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallLimit;
import peal.domain.CallLimit.Counts;
import peal.domain.CallLimit.Scope;
import peal.domain.CallLimits;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallQueued;
import peal.domain.event.Source;

class LimitedNumbersTest {
  private static final BatchId OTHER = BatchId.ofToken("other");
  private static final Duration DAY = Duration.ofDays(1);

  private final TestLane lane = new TestLane();

  @Test
  void aNumberThatOtherBatchesHaveCalledWaitsUntilItsLimitLetsItThrough() {
    call(OTHER, 1, at(0), Outcome.BUSY);

    start(BATCH, 1, hours(1, 24));

    assertThat(lane.tickAt(at(60))).isEmpty();
    assertThat(lane.tickAt(at(86_399))).isEmpty();
    assertThat(lane.tickAt(T0.plus(DAY).plusSeconds(1))).hasSize(1);
  }

  /** Single calls have no limits of their own. */
  @Test
  void aBatchWithoutLimitsIsDialedAndCounts() {
    call(OTHER, 1, at(0), Outcome.BUSY);
    start(BATCH, 1, hours(2, 24));
    DialRequest second = lane.tickAt(at(60)).getFirst();
    lane.take(new Ended(second.attempt(), at(70), Outcome.BUSY, null, null, null), at(70));
    BatchId third = BatchId.ofToken("third");

    start(third, 1, null);

    assertThat(lane.tickAt(at(80))).hasSize(1);
  }

  @Test
  void aRetryWaitsForItsLimitToo() {
    RetryPlan callbacks = RetryPlan.smartCallback(3, List.of(Duration.ofMinutes(1)));
    open(BATCH, 1, plan(hours(2, 1)).withCallbacks(callbacks));
    for (int dial = 0; dial < 2; dial++) {
      Instant now = at(dial * 120);
      DialRequest request = lane.tickAt(now).getFirst();
      lane.take(
          new Ended(request.attempt(), now.plusSeconds(5), Outcome.BUSY, null, null, null),
          now.plusSeconds(5));
    }

    assertThat(lane.tickAt(at(3_599))).isEmpty();
    assertThat(lane.tickAt(at(3_602))).hasSize(1);
  }

  @Test
  void whatCameBackUndialedDoesNotCount() {
    start(BATCH, 1, hours(1, 24));
    DialRequest dial = lane.tickAt(at(0)).getFirst();

    lane.take(TestLane.undialed(dial, null, Cause.LATE), at(3));

    assertThat(lane.tickAt(at(10))).extracting(DialRequest::attempt).containsExactly(FIRST);
  }

  /** Another batch called the number while it waited for another slot. */
  @Test
  void whatCameBackUndialedWaitsForItsLimitAsTheSameAttempt() {
    start(BATCH, 1, hours(1, 24));
    DialRequest dial = lane.tickAt(at(0)).getFirst();
    lane.take(TestLane.undialed(dial, Duration.ofSeconds(30), Cause.LATE), at(3));
    call(OTHER, 1, at(5), Outcome.BUSY);

    assertThat(lane.tickAt(at(60))).isEmpty();
    assertThat(lane.book.attempts().heldBack()).as("it waits on disk").isZero();
    assertThat(lane.tickAt(at(86_410))).extracting(DialRequest::attempt).containsExactly(FIRST);
  }

  /** Nobody's phone rang: the batch that is sent again with a better text is not held up. */
  @Test
  void whatWasRefusedWhenItWasToBePlacedDoesNotCount() {
    start(OTHER, 1, null);
    DialRequest dial = lane.tickAt(at(0)).getFirst();
    lane.take(
        new Ended(dial.attempt(), at(1), Outcome.REJECTED, null, null, null)
            .from(Source.placed("w")),
        at(1));

    start(BATCH, 1, hours(1, 24));

    assertThat(lane.tickAt(at(60))).hasSize(1);
  }

  /** It tells local time as if it were UTC. */
  @Test
  void whatItsCarrierSaysWasPickedUpBeforeItsSlotCountsFromItsSlot() {
    start(OTHER, 1, null);
    DialRequest dial = lane.tickAt(at(0)).getFirst();
    lane.take(new Connected(dial.attempt(), at(-5 * 3_600)), at(2));
    lane.take(new Ended(dial.attempt(), at(9), Outcome.ANSWERED, 5.0, null, null), at(9));

    start(BATCH, 1, hours(1, 4));

    assertThat(lane.tickAt(at(3_600))).isEmpty();
  }

  /** It may have rung. */
  @Test
  void anAttemptOfWhichNobodyCanTellCounts() {
    start(OTHER, 1, null);
    DialRequest dial = lane.tickAt(at(0)).getFirst();
    lane.take(new Dialing(dial.attempt(), at(1), "w"), at(1));
    lane.tickAt(at(120));
    lane.take(new NeverHeardOf(dial.attempt(), at(121), true), at(121));

    start(BATCH, 1, hours(1, 24));

    assertThat(lane.tickAt(at(130))).isEmpty();
  }

  @Test
  void aNumberRestsAfterAConversationAndNotAfterAMachine() {
    CallLimits rest = new CallLimits(List.of(), 2);
    call(OTHER, 1, at(0), Outcome.VOICEMAIL);
    call(OTHER, 2, at(1), Outcome.ANSWERED);

    start(BATCH, 2, rest);

    assertThat(lane.tickAt(at(60))).extracting(DialRequest::number).containsExactly(number(1));
  }

  @Test
  void itsOwnBatchAloneCountsWhereThatIsSaid() {
    call(OTHER, 1, at(0), Outcome.BUSY);

    start(
        BATCH,
        1,
        new CallLimits(List.of(new CallLimit(1, 24, null, Counts.DIALED, Scope.BATCH)), 0));

    assertThat(lane.tickAt(at(60))).hasSize(1);
  }

  @Test
  void aLimitThatIsLoosenedActsWithinSixHours() {
    call(OTHER, 1, at(0), Outcome.BUSY);
    start(BATCH, 1, hours(1, 720));
    assertThat(lane.tickAt(at(60))).isEmpty();

    lane.take(
        new BatchChanged(BATCH, at(61), new PlanRevision(2, at(61), "key_1", BatchPlan.USUAL)),
        at(61));

    assertThat(lane.tickAt(at(6 * 3_600 + 60))).hasSize(1);
  }

  @Test
  void anotherInstanceRemembersTheSame() {
    call(OTHER, 1, at(0), Outcome.BUSY);
    start(BATCH, 1, hours(1, 24));

    lane.book = lane.store.book();

    assertThat(lane.tickAt(at(60))).isEmpty();
  }

  /** Its batch loses turns, so the other one is not kept waiting by a million such numbers. */
  @Test
  void whatWaitsCostsOthersNoSlot() {
    for (int row = 1; row <= 200; row++) {
      lane.store.put(number(row), history(new NumberHistory.Dial(T0, reached(), 0)));
    }
    start(BATCH, 200, hours(1, 24));
    start(OTHER, 2, null);

    List<DialRequest> dials = lane.tickAt(at(60));

    assertThat(dials).extracting(dial -> dial.attempt().call().batch()).contains(OTHER);
    dials.forEach(dial -> lane.take(TestLane.ended(dial, at(61)), at(61)));
    lane.tickAt(at(62)).forEach(dial -> lane.take(TestLane.ended(dial, at(63)), at(63)));
    assertThat(lane.tickAt(at(64))).isEmpty();
    assertThat(lane.nextAct(at(65)).orElseThrow()).isAfter(at(3_600));
  }

  // The right values, New York, 9 to 20.

  @Test
  void threeInADayRollByTheHour() {
    CallLimits limits = hours(3, 24);
    NumberHistory before =
        history(
            busy("2026-07-15T10:00:00Z"),
            busy("2026-07-15T12:00:00Z"),
            busy("2026-07-15T14:00:00Z"));

    assertThat(opens(limits, before, "2026-07-15T15:00:00Z"))
        .isEqualTo(Instant.parse("2026-07-16T10:00:00Z"));
    assertThat(judged(limits, before, "2026-07-16T10:00:00Z")).isEmpty();
  }

  @Test
  void sevenInSevenDaysAreCalendarDaysOfTheRecipientAndTodayIsOneOfThem() {
    CallLimits limits = days(7, 7, Counts.DIALED);
    NumberHistory.Dial[] daily = new NumberHistory.Dial[7];
    for (int day = 1; day <= 7; day++) {
      daily[day - 1] = rang("2026-07-0" + day + "T14:00:00Z");
    }

    assertThat(opens(limits, history(daily), "2026-07-07T18:00:00Z"))
        .isEqualTo(Instant.parse("2026-07-08T04:00:00Z"));
  }

  @Test
  void busyLinesAreLeftOutOfThoseThatConnected() {
    CallLimits limits = days(7, 7, Counts.CONNECTED);
    NumberHistory.Dial[] daily = new NumberHistory.Dial[7];
    for (int day = 1; day <= 7; day++) {
      String at = "2026-07-0" + day + "T14:00:00Z";
      daily[day - 1] = day < 3 ? busy(at) : rang(at);
    }

    assertThat(judged(limits, history(daily), "2026-07-07T18:00:00Z")).isEmpty();
  }

  @Test
  void ofSeveralZonesTheStrictestCounts() {
    NumberHistory before = history(busy("2026-07-15T04:30:00Z"));
    List<ZoneId> zones = LimitedNumbers.zones("America/Chicago,America/New_York", null);

    // Still the 14th in Chicago, the 15th in New York.
    assertThat(
            LimitedNumbers.judge(
                    days(1, 1, Counts.DIALED), before, zones, BATCH, time("2026-07-15T06:00:00Z"))
                .orElseThrow()
                .until())
        .isEqualTo(time("2026-07-16T04:00:00Z"));
  }

  @Test
  void whereNobodyKnowsTheZoneADayEndsWhenItIsOverEverywhere() {
    NumberHistory before = history(busy("2026-07-15T11:00:00Z"));

    // The 16th on Kiritimati, so the 17th begins there; the 14th at the other end of the world.
    assertThat(
            LimitedNumbers.judge(
                    days(1, 1, Counts.DIALED),
                    before,
                    LimitedNumbers.zones(null, null),
                    BATCH,
                    time("2026-07-15T11:30:00Z"))
                .orElseThrow()
                .until())
        .isEqualTo(time("2026-07-16T10:00:00Z"));
  }

  @Test
  void theDayOfTheConversationIsTheFirstOfItsRest() {
    CallLimits rest = new CallLimits(List.of(), 7);
    NumberHistory before =
        history(
            new NumberHistory.Dial(
                time("2026-07-01T18:00:00Z"), NumberHistory.Reach.CONVERSATION, 0));

    assertThat(opens(rest, before, "2026-07-02T18:00:00Z")).isEqualTo(time("2026-07-08T04:00:00Z"));
  }

  @Test
  void ofSeveralLimitsTheLastToOpenCounts() {
    CallLimits limits =
        new CallLimits(
            List.of(new CallLimit(1, 2, null, null, null), new CallLimit(1, 48, null, null, null)),
            0);
    NumberHistory before = history(busy("2026-07-15T10:00:00Z"));

    assertThat(judged(limits, before, "2026-07-15T11:00:00Z").orElseThrow())
        .isEqualTo(new LimitedNumbers.Held(time("2026-07-17T10:00:00Z"), "1 per 48 hours"));
  }

  @Test
  void aHundredThatRangAreRememberedWhateverElseWasDialedSince() {
    NumberHistory history = NumberHistory.NONE;
    for (int i = 0; i < 300; i++) {
      Instant at = T0.plus(Duration.ofHours(i));
      history =
          history.with(
              new NumberHistory.Dial(
                  at, i < 100 ? NumberHistory.Reach.RANG : NumberHistory.Reach.DIALED, 0));
    }

    assertThat(history.dials()).hasSize(200);
    assertThat(history.dials().stream().filter(NumberHistory.Dial::rang)).hasSize(100);
    assertThat(history.isOver(T0.plus(Duration.ofDays(40)))).isFalse();
    assertThat(history.isOver(T0.plus(Duration.ofDays(60)))).isTrue();
  }

  private static Optional<LimitedNumbers.Held> judged(
      CallLimits limits, NumberHistory before, String at) {
    return LimitedNumbers.judge(
        limits, before, LimitedNumbers.zones("America/New_York", null), BATCH, time(at));
  }

  private static Instant opens(CallLimits limits, NumberHistory before, String at) {
    return judged(limits, before, at).orElseThrow().until();
  }

  private static NumberHistory.Dial busy(String at) {
    return new NumberHistory.Dial(time(at), NumberHistory.Reach.DIALED, 0);
  }

  private static NumberHistory.Dial rang(String at) {
    return new NumberHistory.Dial(time(at), NumberHistory.Reach.RANG, 0);
  }

  private static NumberHistory.Reach reached() {
    return NumberHistory.Reach.RANG;
  }

  private static NumberHistory history(NumberHistory.Dial... dials) {
    return new NumberHistory(List.of(dials));
  }

  private static Instant time(String text) {
    return Instant.parse(text);
  }

  private static CallLimits hours(int max, int hours) {
    return new CallLimits(List.of(new CallLimit(max, hours, null, null, null)), 0);
  }

  private static CallLimits days(int max, int days, Counts counts) {
    return new CallLimits(List.of(new CallLimit(max, null, days, counts, null)), 0);
  }

  /** A batch of one row has called the number of {@code row} at {@code now}. */
  private void call(BatchId like, int row, Instant now, Outcome outcome) {
    BatchId batch = BatchId.ofToken(like.token() + row);
    lane.take(opened(batch, 1, BatchPlan.USUAL), now);
    lane.take(new CallQueued(CallId.ofRow(batch, 0, 1), now, number(row), Map.of()), now);
    lane.take(new BatchSealed(batch, now, 1), now);
    DialRequest dial = lane.tickAt(now).getFirst();
    assertThat(dial.number()).isEqualTo(number(row));
    lane.take(new Dialing(dial.attempt(), now, "w"), now);
    if (outcome == Outcome.ANSWERED) {
      lane.take(new Connected(dial.attempt(), now), now);
    }
    lane.take(new Ended(dial.attempt(), now, outcome, null, null, null), now);
  }

  private void start(BatchId batch, int rows, CallLimits limits) {
    open(batch, rows, plan(limits));
  }

  private void open(BatchId batch, int rows, BatchPlan plan) {
    lane.take(opened(batch, rows, plan), T0);
    for (int row = 1; row <= rows; row++) {
      lane.take(new CallQueued(CallId.ofRow(batch, 0, row), T0, number(row), Map.of()), T0);
    }
    lane.take(new BatchSealed(batch, T0, rows), T0);
  }

  private static BatchOpened opened(BatchId batch, int rows, BatchPlan plan) {
    return new BatchOpened(
        batch, T0, null, LaneLife.agent(), rows, rows, T0.plusSeconds(900), false, null, plan);
  }

  private static BatchPlan plan(CallLimits limits) {
    return new BatchPlan(null, null, null, null, null, null, null, limits);
  }

  private static PhoneNumber number(int row) {
    return new PhoneNumber("+1" + (5_550_002_000L + row));
  }

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }
}
