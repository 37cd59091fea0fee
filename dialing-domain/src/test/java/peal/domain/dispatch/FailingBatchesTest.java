package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.PlanRevision;
import peal.domain.StopWhen;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchTripped;
import peal.domain.event.CallEvent.PauseApplied;
import peal.domain.event.CallQueued;

class FailingBatchesTest {
  private static final int ROWS = 300;
  private static final StopWhen HALF_OF_TEN = new StopWhen(0.5, 120, 10);

  private final TestLane lane = new TestLane();
  private final List<CallEvent.Decision> said = new ArrayList<>();
  private final List<Decisions.Commanded> told = new ArrayList<>();
  private Instant now = T0;

  @Test
  void itPausesAsSoonAsEnoughOfEnoughCallsHaveFailed() {
    start(HALF_OF_TEN);
    dial(5, Outcome.ANSWERED);

    dial(4, Outcome.CARRIER_ERROR);
    assertThat(trips()).isEmpty();
    List<DialRequest> last = dial(1, Outcome.CARRIER_ERROR);

    assertThat(last).hasSize(1);
    tick();
    PausedBy why = new PausedBy(0.5, 10, now);
    assertThat(said.subList(said.size() - 2, said.size()))
        .containsExactly(
            new BatchTripped(BATCH, now, 0.5, 10), new PauseApplied(BATCH, now, true, now, why));
    assertThat(told).as("its only lane is paused at once").isEmpty();
    assertThat(dial(100, Outcome.ANSWERED)).isEmpty();
    assertThat(trips()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWERED", "VOICEMAIL", "BUSY", "NO_ANSWER"})
  void ordinaryEndsNeverTripIt(Outcome outcome) {
    start(HALF_OF_TEN);

    assertThat(dial(100, outcome)).hasSize(100);
    assertThat(trips()).isEmpty();
  }

  @Test
  void withoutTheRuleEveryoneIsDialed() {
    start(null);

    assertThat(dial(ROWS, Outcome.CARRIER_ERROR)).hasSize(ROWS);
    assertThat(trips()).isEmpty();
  }

  @Test
  void whatEndedLongerAgoThanTheWindowDoesNotCount() {
    start(HALF_OF_TEN);
    dial(9, Outcome.CARRIER_ERROR);
    now = now.plusSeconds(120);

    dial(9, Outcome.ANSWERED);
    dial(8, Outcome.CARRIER_ERROR);

    assertThat(trips()).isEmpty();
    dial(1, Outcome.CARRIER_ERROR);
    tick();
    assertThat(trips()).extracting(BatchTripped::calls).containsExactly(18);
  }

  @Test
  void aResumeBeginsAnewAndWhatWasDialedBeforeItSaysNothing() {
    start(HALF_OF_TEN);
    DialRequest out = request();
    dial(10, Outcome.CARRIER_ERROR);
    tick();
    assertThat(trips()).hasSize(1);
    now = now.plusSeconds(5);
    take(new BatchResumed(BATCH, now));

    take(ended(out, Outcome.CARRIER_ERROR));
    dial(9, Outcome.CARRIER_ERROR);
    assertThat(trips()).hasSize(1);
    dial(1, Outcome.CARRIER_ERROR);
    tick();
    assertThat(trips()).hasSize(2);
  }

  @Test
  void whatEndsWhileItIsPausedByHandSaysNothing() {
    start(HALF_OF_TEN);
    List<DialRequest> out = List.of(request(), request(), request());
    dial(9, Outcome.CARRIER_ERROR);
    take(new BatchPaused(BATCH, now));

    out.forEach(dial -> take(ended(dial, Outcome.CARRIER_ERROR)));
    tick();

    assertThat(trips()).isEmpty();
  }

  @Test
  void anotherInstanceJudgesWhatWasCountedBefore() {
    start(HALF_OF_TEN);
    dial(9, Outcome.CARRIER_ERROR);
    take(ended(request(), Outcome.CARRIER_ERROR));

    lane.book = lane.store.book();
    tick();

    assertThat(trips()).extracting(BatchTripped::calls).containsExactly(10);
    lane.book = lane.store.book();
    assertThat(dial(10, Outcome.ANSWERED)).as("dials of a third one").isEmpty();
  }

  @Test
  void itIsTurnedOnChangedAndTurnedOffUnderWay() {
    start(null);
    dial(20, Outcome.CARRIER_ERROR);
    change(2, HALF_OF_TEN);
    dial(9, Outcome.CARRIER_ERROR);
    assertThat(trips()).isEmpty();

    change(3, new StopWhen(0.5, 120, 20));
    dial(10, Outcome.CARRIER_ERROR);
    assertThat(trips()).as("the same window goes on").isEmpty();
    change(4, new StopWhen(0.5, 60, 20));
    dial(19, Outcome.CARRIER_ERROR);
    assertThat(trips()).as("another window begins anew").isEmpty();
    change(5, null);

    assertThat(dial(30, Outcome.CARRIER_ERROR)).hasSize(30);
    assertThat(trips()).isEmpty();
  }

  @Test
  void theOtherLanesAreToldAndTheReasonStaysWhenAClientPausesItToo() {
    lane.share = new LaneShare(10, 5, 0, 3);
    start(HALF_OF_TEN);
    dial(10, Outcome.CARRIER_ERROR);
    tick();

    PausedBy why = trips().stream().map(trip -> new PausedBy(1, 10, trip.at())).findFirst().get();
    BatchPaused pause = new BatchPaused(BATCH, why.at(), why);
    Lane own = lane.book.lane();
    assertThat(told)
        .containsExactly(
            new Decisions.Commanded(new Lane(own.workspace(), 1), pause),
            new Decisions.Commanded(new Lane(own.workspace(), 2), pause));
    Instant byHand = now.plusSeconds(1);
    take(new BatchPaused(BATCH, byHand));
    assertThat(said.getLast()).isEqualTo(new PauseApplied(BATCH, now, true, byHand, why));
  }

  @Test
  void aLaneThatIsToldPausesForThatReasonAndForgetsWhatItCounted() {
    start(HALF_OF_TEN);
    dial(9, Outcome.CARRIER_ERROR);
    PausedBy why = new PausedBy(0.75, 12, now);

    take(new BatchPaused(BATCH, now, why));

    assertThat(said.getLast()).isEqualTo(new PauseApplied(BATCH, now, true, now, why));
    assertThat(dial(5, Outcome.ANSWERED)).isEmpty();
    now = now.plusSeconds(1);
    take(new BatchResumed(BATCH, now));
    assertThat(said.getLast()).isEqualTo(new PauseApplied(BATCH, now, false, now));
    assertThat(dial(9, Outcome.CARRIER_ERROR)).hasSize(9);
    assertThat(trips()).isEmpty();
  }

  @Test
  void nothingIsConcludedBeforeAResumeOfAGatewayWhoseClockIsAhead() {
    start(HALF_OF_TEN);
    Instant ahead = now.plusSeconds(60);
    take(new BatchResumed(BATCH, ahead));

    assertThat(dial(10, Outcome.CARRIER_ERROR)).hasSize(10);
    tick();
    assertThat(trips()).isEmpty();

    now = ahead;
    dial(10, Outcome.CARRIER_ERROR);
    tick();
    assertThat(trips()).hasSize(1);
  }

  private void start(StopWhen rule) {
    lane.take(
        new BatchOpened(
            BATCH,
            T0,
            null,
            LaneLife.agent(),
            ROWS,
            ROWS,
            T0.plusSeconds(900),
            false,
            null,
            BatchPlan.USUAL.withStopWhen(rule)),
        T0);
    for (long row = 1; row <= ROWS; row++) {
      lane.take(
          new CallQueued(CallId.ofRow(BATCH, 0, row), T0, TestLane.number(row), Map.of()), T0);
    }
    lane.take(new BatchSealed(BATCH, T0, ROWS), T0);
  }

  private void change(int revision, StopWhen rule) {
    BatchPlan plan = BatchPlan.USUAL.withStopWhen(rule);
    take(new BatchChanged(BATCH, now, new PlanRevision(revision, now, "key_1", plan)));
  }

  /** Dials up to {@code most} calls, one after the other, which end so; at most a minute each. */
  private List<DialRequest> dial(int most, Outcome outcome) {
    List<DialRequest> dials = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      List<DialRequest> next = requests(1);
      if (next.isEmpty()) {
        return dials;
      }
      dials.addAll(next);
      take(ended(next.getFirst(), outcome));
    }
    return dials;
  }

  private DialRequest request() {
    return requests(1).getFirst();
  }

  /** One dial alone: others of the same tick would be out when the rule trips. */
  private List<DialRequest> requests(int most) {
    for (int i = 0; i < 20; i++) {
      now = now.plus(Duration.ofMillis(100));
      int[] left = {most};
      Decisions decisions = lane.tick(now, () -> left[0]-- > 0);
      note(decisions);
      List<DialRequest> dials = decisions.requests().stream().filter(TestLane::dials).toList();
      if (!dials.isEmpty()) {
        return dials;
      }
    }
    return List.of();
  }

  private void tick() {
    note(lane.tick(now, () -> false));
  }

  private void take(peal.domain.event.LaneEvent event) {
    note(lane.take(event, now));
  }

  private void note(Decisions decisions) {
    said.addAll(decisions.events());
    told.addAll(decisions.commands());
  }

  private List<BatchTripped> trips() {
    return said.stream()
        .filter(BatchTripped.class::isInstance)
        .map(BatchTripped.class::cast)
        .toList();
  }

  private CallEvent ended(DialRequest dial, Outcome outcome) {
    return new CallEvent.Ended(dial.attempt(), now, outcome, null, null, null);
  }
}
