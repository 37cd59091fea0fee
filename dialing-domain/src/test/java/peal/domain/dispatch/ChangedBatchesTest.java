package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallQueued;

class ChangedBatchesTest {
  private static final int MANY = 2_000;

  private final TestLane lane = new TestLane();
  private int people;

  @Test
  void aBatchKeepsItsOwnPaceAndTheRestIsItsNeighbours() {
    lane.share = new LaneShare(40, 1_000);
    upload("slow", pace(10.0));
    upload("other", BatchPlan.USUAL);

    List<DialRequest> dials = slots(dials(T0, 10), T0.plusSeconds(10));

    assertThat(of("slow", dials).size()).isBetween(97, 101);
    assertThat(dials.size()).isBetween(390, 401);
    assertDistance(of("slow", dials), Duration.ofMillis(100));
  }

  @Test
  void aloneItUsesItsWholePaceAndNoMore() {
    lane.share = new LaneShare(1_000, 1_000);
    upload("slow", pace(33.0));

    List<DialRequest> dials = dials(T0, 30);

    assertThat((double) dials.size()).isCloseTo(990, within(12.0));
    assertDistance(dials, Duration.ofMillis(30));
  }

  @Test
  void aPaceThatIsRaisedHoldsAtOnceHoweverSlowItWas() {
    lane.share = new LaneShare(40, 1_000);
    upload("b", pace(0.01));
    assertThat(dials(T0, 5)).hasSize(1);

    take("b", changed(2, pace(20.0)), T0.plusSeconds(5));

    List<DialRequest> dials = dials(T0.plusSeconds(5), 5);
    assertThat(dials).hasSizeGreaterThanOrEqualTo(98);
    assertDistance(dials, Duration.ofMillis(50));
  }

  @Test
  void aPaceThatIsLoweredHoldsAtOnceAndAlsoInAnotherInstance() {
    lane.share = new LaneShare(40, 1_000);
    upload("b", BatchPlan.USUAL);
    dials(T0, 5);

    take("b", changed(2, pace(0.5)), T0.plusSeconds(5));

    List<DialRequest> dials = dials(T0.plusSeconds(5), 20);
    lane.book = lane.store.book();
    dials.addAll(dials(T0.plusSeconds(25), 20));
    assertThat(dials).hasSizeBetween(19, 21);
    assertDistance(dials, Duration.ofSeconds(2));
  }

  @Test
  void ofABatchNoMoreCallsAreOutThanItsPlanAllows() {
    lane.share = new LaneShare(40, 1_000);
    upload("b", new BatchPlan(null, null, 3, null, null, null));

    List<DialRequest> first = new ArrayList<>();
    for (int tick = 0; tick < 20; tick++) {
      first.addAll(lane.tickAt(T0.plusMillis(50L * tick)));
    }
    assertThat(first).hasSize(3);
    assertThat(lane.nextAct(T0.plusSeconds(1)).orElseThrow())
        .as("it waits for a call to end")
        .isAfter(T0.plusSeconds(2));

    lane.take(TestLane.ended(first.getFirst(), T0.plusSeconds(1)), T0.plusSeconds(1));

    assertThat(lane.tickAt(T0.plusSeconds(1))).hasSize(1);
    take("b", changed(2, new BatchPlan(null, null, 5, null, null, null)), T0.plusSeconds(1));
    assertThat(lane.tickAt(T0.plusMillis(1_500))).hasSize(2);
  }

  @Test
  void aPriorityThatIsRaisedCountsFromThenOn() {
    lane.share = new LaneShare(30, 1_000);
    upload("one", BatchPlan.USUAL);
    upload("other", BatchPlan.USUAL);
    dials(T0, 2);

    BatchPlan high = new BatchPlan(10, null, null, null, null, null);
    take("one", changed(2, high), T0.plusSeconds(2));

    List<DialRequest> dials = dials(T0.plusSeconds(2), 3);
    assertThat((double) of("one", dials).size())
        .isCloseTo(2.0 * of("other", dials).size(), within(4.0));
  }

  @Test
  void ofTwoChangesThatFollowTheSameRevisionTheFirstIsTaken() {
    start(BatchPlan.USUAL);
    PlanRevision first = changed(2, pace(1.0));
    assertThat(take(first, 1)).containsExactly(applied(1, first));

    assertThat(take(changed(2, pace(2.0)), 2)).containsExactly(applied(2, first));
    assertThat(take(first, 3)).as("a repeat").containsExactly(applied(3, first));
    PlanRevision next = changed(3, pace(3.0));
    assertThat(take(next, 4)).containsExactly(applied(4, next));
    assertThat(take(first, 5)).as("read again").containsExactly(applied(5, next));
    assertThat(lane.book.plan(BATCH)).isEqualTo(next.plan());
  }

  @Test
  void whatComesBeforeTheOpeningIsKeptAndAnsweredWithIt() {
    PlanRevision change = changed(2, pace(0.5));
    assertThat(take(change, 0)).isEmpty();
    lane.book = lane.store.book();

    assertThat(lane.take(opened(BATCH, BatchPlan.USUAL, 40), T0).events())
        .containsExactly(applied(0, change));
    rows(BATCH, 40);
    lane.take(new BatchSealed(BATCH, T0, 40), T0);

    assertThat(dials(T0, 20)).hasSizeBetween(9, 11);
  }

  @Test
  void anOpeningThatIsReadAgainDoesNotUndoAChange() {
    start(BatchPlan.USUAL);
    PlanRevision change = changed(2, pace(0.5));
    take(change, 0);

    lane.take(opened(BATCH, BatchPlan.USUAL, 40), T0);

    assertThat(lane.book.plan(BATCH)).isEqualTo(change.plan());
  }

  @Test
  void aPausedBatchTakesAChangeAndGoesOnByIt() {
    start(BatchPlan.USUAL);
    lane.take(new BatchPaused(BATCH, T0), T0);
    PlanRevision change = changed(2, pace(0.5));
    assertThat(take(change, 1)).containsExactly(applied(1, change));
    assertThat(dials(T0.plusSeconds(1), 20)).isEmpty();

    lane.take(new BatchResumed(BATCH, T0.plusSeconds(2)), T0.plusSeconds(21));

    assertThat(dials(T0.plusSeconds(21), 20)).hasSizeBetween(9, 11);
  }

  @Test
  void aStartThatIsMovedCountsInEitherDirection() {
    start(scheduled(T0.plusSeconds(600)));
    take(changed(2, scheduled(T0.plusSeconds(1_200))), 0);
    assertThat(dials(T0, 1_199)).isEmpty();

    take(changed(3, scheduled(T0.plusSeconds(1_100))), 1_199);

    assertThat(dials(T0.plusSeconds(1_199), 20)).hasSize(40);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  private static BatchPlan scheduled(Instant at) {
    return new BatchPlan(null, null, null, at, null, null);
  }

  @Test
  void pastItsEndNobodyIsDialedAndWhatWaitsIsDropped() {
    start(ending(T0.plusSeconds(2)));

    List<DialRequest> dials = new ArrayList<>();
    for (int tick = 0; tick < 40; tick++) {
      dials.addAll(lane.tickAt(T0.plusMillis(50L * tick)));
      if (dials.size() < 4) {
        dials.forEach(dial -> lane.take(TestLane.ended(dial, T0), T0));
      }
    }
    assertThat(dials)
        .isNotEmpty()
        .allMatch(dial -> !dial.dialBy().isAfter(T0.plusSeconds(2)))
        .allMatch(dial -> Duration.between(dial.slotAt(), dial.dialBy()).toMillis() >= 200);
    Instant end = lane.nextAct(T0.plusMillis(1_950)).orElseThrow();
    assertThat(end).isBeforeOrEqualTo(T0.plusSeconds(2));

    List<CallEvent.Decision> said = lane.tick(T0.plusSeconds(2)).events();

    List<CallId> out =
        lane.book.openCalls(BATCH).stream().map(call -> call.attempt().call()).toList();
    assertThat(out).isNotEmpty();
    assertThat(said)
        .contains(new BatchStopped(BATCH, T0.plusSeconds(2), out, BatchStopped.Why.ENDED));
    for (DialRequest dial : dials) {
      lane.take(TestLane.ended(dial, T0.plusSeconds(3)), T0.plusSeconds(3));
    }
    lane.tick(T0.plusSeconds(4));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void anEndThatIsMovedCountsAlsoWhileItIsPaused() {
    start(ending(T0.plusSeconds(10)));
    lane.take(new BatchPaused(BATCH, T0), T0);
    take(changed(2, ending(T0.plusSeconds(600))), 5);
    assertThat(lane.tick(T0.plusSeconds(20)).events()).isEmpty();

    take(changed(3, ending(T0.plusSeconds(30))), 21);

    assertThat(lane.nextAct(T0.plusSeconds(21))).contains(Instant.MIN);
    lane.tick(T0.plusSeconds(21));
    assertThat(lane.nextAct(T0.plusSeconds(21))).contains(T0.plusSeconds(30));
    assertThat(lane.tick(T0.plusSeconds(30)).events())
        .containsExactly(
            new BatchStopped(BATCH, T0.plusSeconds(30), List.of(), BatchStopped.Why.ENDED));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  private static BatchPlan ending(Instant at) {
    return new BatchPlan(null, null, null, null, at, null);
  }

  @Test
  void retriesThatAreChangedHoldForCallsThatEndFromThenOn() {
    start(BatchPlan.USUAL);
    DialRequest first = lane.tickAt(T0.plusMillis(50)).getFirst();
    RetryPlan once = RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(5)));
    take(changed(2, BatchPlan.USUAL.withCallbacks(once)), 1);

    Instant end = T0.plusSeconds(2);
    CallEvent busy = new CallEvent.Ended(first.attempt(), end, Outcome.BUSY, null, null, null);
    assertThat(lane.take(busy, end).events())
        .containsExactly(
            new CallbackScheduled(
                first.attempt().call(), end, 1, Outcome.BUSY, end.plus(Duration.ofMinutes(5))));
    take(changed(3, BatchPlan.USUAL), 3);

    assertThat(dials(T0.plusSeconds(3), 400))
        .as("who waits for a retry keeps it")
        .extracting(DialRequest::attempt)
        .contains(new AttemptId(first.attempt().call(), 2));
  }

  @Test
  void whatHasBeenStoppedTakesNone() {
    start(BatchPlan.USUAL);
    lane.tickAt(T0.plusMillis(50));
    lane.take(new BatchCancelled(BATCH, T0), T0.plusSeconds(1));

    assertThat(take(changed(2, pace(0.5)), 1)).isEmpty();
  }

  private static BatchPlan pace(double callsPerSecond) {
    return new BatchPlan(null, callsPerSecond, null, null, null, null);
  }

  private static PlanRevision changed(int revision, BatchPlan plan) {
    return new PlanRevision(revision, T0, "key_1", plan);
  }

  private static ChangeApplied applied(int atSeconds, PlanRevision change) {
    return new ChangeApplied(BATCH, T0.plusSeconds(atSeconds), change);
  }

  private List<CallEvent.Decision> take(PlanRevision change, int atSeconds) {
    Instant now = T0.plusSeconds(atSeconds);
    return lane.take(new BatchChanged(BATCH, now, change), now).events();
  }

  private void take(String token, PlanRevision change, Instant now) {
    lane.take(new BatchChanged(BatchId.ofToken(token), now, change), now);
  }

  private void start(BatchPlan plan) {
    lane.take(opened(BATCH, plan, 40), T0);
    rows(BATCH, 40);
    lane.take(new BatchSealed(BATCH, T0, 40), T0);
  }

  private void upload(String token, BatchPlan plan) {
    BatchId batch = BatchId.ofToken(token);
    lane.take(opened(batch, plan, MANY), T0);
    rows(batch, MANY);
    lane.take(new BatchSealed(batch, T0, MANY), T0);
  }

  private void rows(BatchId batch, int rows) {
    for (int row = 1; row <= rows; row++) {
      PhoneNumber number = new PhoneNumber("+1555" + (1_000_000 + ++people));
      lane.take(new CallQueued(CallId.ofRow(batch, 0, row), T0, number, Map.of()), T0);
    }
  }

  private static BatchOpened opened(BatchId batch, BatchPlan plan, int rows) {
    return new BatchOpened(
        batch, T0, null, LaneLife.agent(), rows, rows, T0.plusSeconds(900), false, null, plan);
  }

  private static List<DialRequest> of(String token, List<DialRequest> dials) {
    return dials.stream().filter(dial -> dial.attempt().call().token().equals(token)).toList();
  }

  /** Those whose slot lies before {@code end}: they are given away ahead of time. */
  private static List<DialRequest> slots(List<DialRequest> dials, Instant end) {
    return dials.stream().filter(dial -> dial.slotAt().isBefore(end)).toList();
  }

  private static void assertDistance(List<DialRequest> dials, Duration least) {
    for (int i = 1; i < dials.size(); i++) {
      assertThat(Duration.between(dials.get(i - 1).slotAt(), dials.get(i).slotAt()))
          .isGreaterThanOrEqualTo(least);
    }
  }

  /** Who is dialed in some seconds; each call ends at once. A lane that sleeps is not woken. */
  private List<DialRequest> dials(Instant from, int seconds) {
    List<DialRequest> dials = new ArrayList<>();
    for (Instant now = from;
        now.isBefore(from.plusSeconds(seconds));
        now = now.plus(Duration.ofMillis(50))) {
      Instant then = now;
      if (lane.nextAct(now).filter(next -> !next.isAfter(then)).isEmpty()) {
        continue;
      }
      for (DialRequest dial : lane.tickAt(now).stream().filter(TestLane::dials).toList()) {
        dials.add(dial);
        lane.take(TestLane.ended(dial, now), now);
      }
    }
    return dials;
  }
}
