package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.FIRST;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.DoNotCallList;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.LateOptOut;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.CallQueued;
import peal.domain.event.Suppression;

class SuppressedNumbersTest {
  private static final DoNotCallList COMPLAINTS = new DoNotCallList("complaints");
  private static final PhoneNumber NUMBER = number(1);

  private final TestLane lane = new TestLane();

  @Test
  void whoIsOnAListIsSkippedAndTheOthersAreDialed() {
    start(3, null);

    assertThat(list(2, null)).containsExactly(said(entry(2, null), true, 0, List.of()));

    Decisions tick = lane.tick(at(1));
    assertThat(tick.events()).containsExactly(skipped(2, at(1), 0));
    assertThat(tick.requests())
        .extracting(DialRequest::number)
        .containsExactly(number(1), number(3));
  }

  @Test
  void aRetryIsRefusedToo() {
    start(1, RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(1))));
    DialRequest dial = lane.tickAt(T0.plusSeconds(1)).getFirst();
    lane.take(new Ended(FIRST, T0.plusSeconds(5), Outcome.BUSY, null, null, null), at(5));

    list(1, null);

    assertThat(lane.tick(at(66)).events()).containsExactly(skipped(1, at(66), 1));
    assertThat(dial.attempt()).isEqualTo(FIRST);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void whatCameBackUndialedIsEndedAtOnce() {
    start(1, null);
    DialRequest dial = lane.tickAt(at(1)).getFirst();
    lane.take(TestLane.undialed(dial, Duration.ofSeconds(60), Cause.SLOW_DOWN), at(2));

    assertThat(list(1, null))
        .containsExactly(skipped(1, T0, 0), said(entry(1, null), true, 1, List.of()));

    assertThat(lane.tickAt(at(90))).isEmpty();
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void whoeverIsOutIsNamedAndNotDialedAgain() {
    start(1, null);
    DialRequest dial = lane.tickAt(at(1)).getFirst();

    assertThat(list(1, null)).containsExactly(said(entry(1, null), true, 0, List.of(FIRST.call())));

    lane.take(TestLane.undialed(dial, null, Cause.LATE), at(3));
    assertThat(lane.tick(at(9)).events()).containsExactly(skipped(1, at(9), 0));
  }

  @Test
  void whatWaitsInItsCarriersQueueIsWithdrawn() {
    start(1, null);
    lane.tickAt(at(1));
    lane.take(new Dialing(FIRST, at(1), "w", at(1), "CA1", Duration.ofMinutes(5)), at(1));

    assertThat(list(1, null)).containsExactly(said(entry(1, null), true, 1, List.of(FIRST.call())));

    assertThat(lane.tickAt(at(2)))
        .extracting(DialRequest::kind)
        .containsExactly(DialRequest.Kind.WITHDRAW);
  }

  @Test
  void anEntryThatEndsHoldsACallUntilThen() {
    start(1, null);
    list(1, at(3_600));

    assertThat(lane.tick(at(60)).events()).isEmpty();
    assertThat(lane.tickAt(at(3_599))).isEmpty();
    assertThat(lane.nextAct(at(3_599))).contains(at(3_600));
    assertThat(lane.tickAt(at(3_600))).extracting(DialRequest::attempt).containsExactly(FIRST);
  }

  /** It keeps its attempt: a worker that was believed dead may have dialed it after all. */
  @Test
  void anEntryThatEndsHoldsWhatCameBackUndialedAsTheSameAttempt() {
    start(1, null);
    DialRequest dial = lane.tickAt(at(1)).getFirst();
    lane.take(TestLane.undialed(dial, null, Cause.LATE), at(3));
    list(1, at(3_600));

    assertThat(lane.tickAt(at(60))).isEmpty();
    assertThat(lane.tickAt(at(3_600)))
        .extracting(DialRequest::attempt)
        .containsExactly(new AttemptId(FIRST.call(), 1));
  }

  @Test
  void nothingThatIsPutOnAListMakesAnEntryEndEarlier() {
    start(1, null);
    list(1, null);

    assertThat(list(1, at(60))).containsExactly(said(entry(1, at(60)), false, 0, List.of()));

    assertThat(lane.tick(at(120)).events()).containsExactly(skipped(1, at(120), 0));
  }

  /** Compaction keeps the last record of a number and list: it must be one that counts. */
  @Test
  void anEntryThatDidNotCountIsFollowedByTheOneThatDoes() {
    start(1, null);
    list(1, null);

    Decisions shorter = lane.take(entry(1, at(60)), T0);

    assertThat(shorter.entries())
        .containsExactly(new Suppression(NUMBER, COMPLAINTS, T0, false, null, null, null, null));
    assertThat(lane.take(shorter.entries().getFirst(), T0).entries()).isEmpty();
    assertThat(lane.take(entry(1, null), T0).entries()).as("a repeat").isEmpty();
  }

  @Test
  void whoIsTakenOffIsDialedWithinAnHour() {
    start(1, null);
    list(1, at(1_000_000));
    lane.tick(at(1));
    lane.take(
        new Suppression(NUMBER, COMPLAINTS, at(2), true, null, null, "key_1", "ask_2"), at(2));

    assertThat(lane.tickAt(at(3_601))).hasSize(1);
  }

  /** A dispatcher of before knows of no entries, and writes the lane's state without them. */
  @Test
  void entriesCountWhateverAnOlderDispatcherForgot() {
    start(1, null);
    list(1, null);
    lane.store.put(LaneState.NEW);
    lane.book = lane.store.book();

    assertThat(lane.tick(at(1)).events()).containsExactly(skipped(1, at(1), 0));
  }

  @Test
  void whoIsTakenOffEveryListIsDialed() {
    start(1, null);
    list(1, null);
    Suppression off = new Suppression(NUMBER, COMPLAINTS, T0, true, null, null, "key_1", "ask_2");

    assertThat(lane.take(off, T0).events())
        .containsExactly(new NumberSuppressed(off, T0, true, 0, List.of()));

    assertThat(lane.tickAt(at(1))).hasSize(1);
  }

  @Test
  void aRepeatChangesNothingAndIsAnsweredToWhomeverWaits() {
    start(1, null);
    list(1, null);

    assertThat(list(1, null)).containsExactly(said(entry(1, null), false, 0, List.of()));
    assertThat(
            lane.take(new Suppression(NUMBER, COMPLAINTS, T0, false, null, null, "a", null), T0)
                .events())
        .isEmpty();
  }

  @Test
  void anotherInstanceGoesByTheSameEntries() {
    start(1, null);
    list(1, null);

    lane.book = lane.store.book();

    assertThat(lane.tick(at(1)).events()).containsExactly(skipped(1, at(1), 0));
  }

  @Test
  void aBatchMayGoByListsOfItsOwnAndByOptOutsAllTheSame() {
    openBy(new BatchPlan(null, null, null, null, null, null, List.of(new DoNotCallList("vip"))), 2);
    list(1, null);
    lane.take(
        new Suppression(number(2), DoNotCallList.OPT_OUT, T0, false, null, null, "k", null), T0);

    Decisions tick = lane.tick(at(1));

    assertThat(tick.requests()).extracting(DialRequest::number).containsExactly(number(1));
    assertThat(tick.events()).hasSize(1);
  }

  @Test
  void aChangeOfItsListsHoldsForWhoeverWaits() {
    openBy(new BatchPlan(null, null, null, null, null, null, List.of(new DoNotCallList("vip"))), 1);
    list(1, null);
    lane.take(new BatchChanged(BATCH, T0, new PlanRevision(2, T0, "key_1", BatchPlan.USUAL)), T0);

    assertThat(lane.tick(at(1)).events()).containsExactly(skipped(1, at(1), 0));
  }

  @Test
  void aBatchWhoseNumbersAreAllOnListsLetsOthersHaveTheirTurns() {
    int listed = 200;
    start(listed, null);
    for (int row = 1; row <= listed; row++) {
      list(row, null);
    }
    BatchId other = new BatchId("batch_other");
    lane.take(
        new BatchOpened(other, T0, null, LaneLife.agent(), 1, 1, T0.plusSeconds(900), null, null),
        T0);
    lane.take(new CallQueued(CallId.ofRow(other, 0, 1), T0, number(listed + 1), Map.of()), T0);
    lane.take(new BatchSealed(other, T0, 1), T0);
    AtomicInteger looks = new AtomicInteger();

    Decisions tick =
        new LaneTick(Timing.DEFAULT)
            .run(
                lane.book,
                lane.share,
                DialingStops.NONE,
                at(1),
                Instant.EPOCH,
                () -> looks.incrementAndGet() < listed / 2);

    assertThat(tick.requests()).extracting(DialRequest::number).containsExactly(number(listed + 1));
  }

  @Test
  void aDialSaysWhatItsDecisionKnew() {
    start(2, null);
    new Dispatch(Timing.DEFAULT).apply(lane.book, entry(1, null), 4_711, T0);

    DialRequest dial = lane.tickAt(at(1)).getFirst();

    assertThat(dial.suppressionsSeen()).isEqualTo(4_711);
    assertThat(dial.revision()).isEqualTo(1);
  }

  @Test
  void whoSaysSoInACallIsPutOnTheListOfOptOutsAndNotCalledBack() {
    start(1, RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(1))));
    lane.tickAt(at(1));
    lane.take(new Dialing(FIRST, at(2), "w"), at(2));

    Decisions decisions = lane.take(optingOut(FIRST, Outcome.VOICEMAIL), at(9));

    Suppression entry =
        new Suppression(
            NUMBER,
            DoNotCallList.OPT_OUT,
            at(9),
            false,
            null,
            "said so in a call",
            FIRST.toString(),
            null);
    assertThat(decisions.entries()).containsExactly(entry);
    assertThat(decisions.events())
        .containsExactly(
            new NumberSuppressed(entry, at(9), true, 0, List.of()),
            new CallSettled(
                FIRST.call(), at(9), 1, Outcome.VOICEMAIL, DoNotCall.RULE, DoNotCallList.OPT_OUT));
  }

  /** It was given back, and had rung all the same. */
  @Test
  void aCallThatWasHeldBackEndsOnceWhereItsPersonOptsOut() {
    start(1, null);
    DialRequest dial = lane.tickAt(at(1)).getFirst();
    lane.take(TestLane.undialed(dial, Duration.ofSeconds(60), Cause.LATE), at(3));

    Decisions decisions = lane.take(optingOut(FIRST, Outcome.ANSWERED), at(9));

    assertThat(decisions.events())
        .filteredOn(CallSettled.class::isInstance)
        .containsExactly(new CallSettled(FIRST.call(), at(9), 1, Outcome.ANSWERED));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  /** What the lane wrote itself comes back to it. */
  @Test
  void itsOwnEntryIsReadBackInSilence() {
    start(1, null);
    lane.tickAt(at(1));
    Decisions decisions = lane.take(optingOut(FIRST, Outcome.ANSWERED), at(9));

    assertThat(lane.take(decisions.entries().getFirst(), at(10)).events()).isEmpty();
  }

  /** A bot may speak after its carrier. */
  @Test
  void whatIsSaidOfACallThatIsOverIsHeardToo() {
    start(2, null);
    lane.tickAt(at(1));
    lane.take(new Dialing(FIRST, at(2), "w"), at(2));
    lane.take(new Ended(FIRST, at(8), Outcome.ANSWERED, 1.0, null, null), at(8));

    Decisions decisions = lane.take(optingOut(FIRST, Outcome.ANSWERED), at(9));

    assertThat(decisions.entries()).extracting(Suppression::number).containsExactly(NUMBER);
    assertThat(lane.take(optingOut(FIRST, Outcome.ANSWERED), at(10)).entries())
        .as("a repeat")
        .isEmpty();
  }

  @Test
  void whoSaysSoOfACallThatTheLaneHasForgottenIsFoundByTheProjection() {
    start(1, null);
    lane.tickAt(at(1));
    lane.take(new Ended(FIRST, at(5), Outcome.ANSWERED, 1.0, null, null), at(5));
    lane.book = lane.store.book();

    Decisions decisions = lane.take(optingOut(FIRST, Outcome.ANSWERED), at(9));

    assertThat(decisions.entries()).isEmpty();
    assertThat(decisions.events()).containsExactly(new LateOptOut(FIRST, at(9)));
  }

  private static Ended optingOut(AttemptId attempt, Outcome outcome) {
    return new Ended(attempt, at(9), outcome, 1.0, null, null).optingOut(true);
  }

  private void start(int rows, RetryPlan callbacks) {
    openBy(BatchPlan.USUAL.withCallbacks(callbacks), rows);
  }

  private void openBy(BatchPlan plan, int rows) {
    lane.take(
        new BatchOpened(
            BATCH, T0, null, LaneLife.agent(), rows, rows, T0.plusSeconds(900), false, null, plan),
        T0);
    for (int row = 1; row <= rows; row++) {
      lane.take(new CallQueued(CallId.ofRow(BATCH, 0, row), T0, number(row), Map.of()), T0);
    }
    lane.take(new BatchSealed(BATCH, T0, rows), T0);
  }

  private static PhoneNumber number(int row) {
    return new PhoneNumber("+1555000200" + row);
  }

  private List<CallEvent.Decision> list(int row, Instant until) {
    return lane.take(entry(row, until), T0).events();
  }

  private static Suppression entry(int row, Instant until) {
    return new Suppression(number(row), COMPLAINTS, T0, false, until, null, "key_1", "ask_1");
  }

  private static NumberSuppressed said(
      Suppression entry, boolean changed, int withdrawn, List<CallId> out) {
    return new NumberSuppressed(entry, T0, changed, withdrawn, out);
  }

  private static CallSettled skipped(int row, Instant at, int attempts) {
    return new CallSettled(
        CallId.ofRow(BATCH, 0, row), at, attempts, null, DoNotCall.RULE, COMPLAINTS);
  }

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }
}
