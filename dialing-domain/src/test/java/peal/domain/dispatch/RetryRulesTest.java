package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.Outcome.BUSY;
import static peal.domain.Outcome.NO_ANSWER;
import static peal.domain.Outcome.VOICEMAIL;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallQueued;

/** What the rules of single outcomes make of a call in its lane. */
class RetryRulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestLane lane = new TestLane();
  private Instant now = T0;

  @Test
  void aSharedTotalOfFourEndsACallAfterFiveDials() {
    start(plan(4, rule(BUSY, 3), rule(NO_ANSWER, 2)));

    List<CallEvent.Decision> decided = new ArrayList<>();
    for (Outcome outcome : List.of(BUSY, NO_ANSWER, BUSY, NO_ANSWER, BUSY)) {
      decided.addAll(ends(outcome));
    }

    assertThat(decided).hasSize(5);
    assertThat(decided.subList(0, 4)).allMatch(CallbackScheduled.class::isInstance);
    assertThat(decided.getLast())
        .isEqualTo(
            new CallSettled(
                CallId.ofRow(BATCH, 0, 1), ((CallSettled) decided.getLast()).at(), 5, BUSY));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  /** What a lane remembers of earlier attempts lies in its store. */
  @Test
  void anotherInstanceCountsOn() {
    start(plan(4, rule(BUSY, 1), rule(NO_ANSWER, 1)));
    ends(BUSY);
    lane.book = lane.store.book();
    ends(NO_ANSWER);
    lane.book = lane.store.book();

    assertThat(ends(BUSY).getFirst()).isInstanceOf(CallSettled.class);
  }

  @Test
  void rulesThatAreChangedHoldForWhatEndsFromThenOnAndCountWhatEndedBefore() {
    start(plan(4, rule(BUSY, 3)));
    CallbackScheduled first = (CallbackScheduled) ends(BUSY).getFirst();
    change(2, plan(4, rule(BUSY, 2), rule(VOICEMAIL, 1)));

    CallbackScheduled second = (CallbackScheduled) ends(BUSY).getFirst();
    assertThat(second.at()).as("the retry kept its time").isAfterOrEqualTo(first.dueAt());
    assertThat(ends(BUSY).getFirst()).as("two of two are used").isInstanceOf(CallSettled.class);
  }

  private void start(RetryPlan plan) {
    lane.take(
        new BatchOpened(
            BATCH,
            T0,
            null,
            LaneLife.agent(),
            1,
            1,
            T0.plusSeconds(900),
            false,
            null,
            BatchPlan.USUAL.withCallbacks(plan)),
        T0);
    lane.take(new CallQueued(CallId.ofRow(BATCH, 0, 1), T0, TestLane.number(1), Map.of()), T0);
    lane.take(new BatchSealed(BATCH, T0, 1), T0);
  }

  private void change(int revision, RetryPlan plan) {
    PlanRevision change =
        new PlanRevision(revision, now, "key_1", BatchPlan.USUAL.withCallbacks(plan));
    lane.take(new BatchChanged(BATCH, now, change), now);
  }

  /** The call is dialed as soon as it may be, and that attempt ends so. */
  private List<CallEvent.Decision> ends(Outcome outcome) {
    List<DialRequest> dials = List.of();
    while (dials.isEmpty()) {
      now = now.plusMillis(50);
      dials = lane.tickAt(now);
    }
    now = dials.getFirst().slotAt().plusSeconds(20);
    CallEvent end = new CallEvent.Ended(dials.getFirst().attempt(), now, outcome, null, null, null);
    return lane.take(end, now).events();
  }

  private static RetryPlan plan(int maxAttempts, RetryRule... rules) {
    return new RetryPlan(maxAttempts, 0, List.of(rules));
  }

  private static RetryRule rule(Outcome outcome, int maxAttempts) {
    return new RetryRule(Set.of(outcome), maxAttempts, List.of(MINUTE));
  }
}
