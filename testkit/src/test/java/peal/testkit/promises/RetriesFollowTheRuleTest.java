package peal.testkit.promises;

import static peal.domain.CallStatus.COMPLETED;
import static peal.domain.CallStatus.FAILED;
import static peal.domain.Outcome.ANSWERED;
import static peal.domain.Outcome.BUSY;
import static peal.domain.Outcome.NO_ANSWER;
import static peal.domain.Outcome.UNKNOWN;
import static peal.testkit.promises.Scene.T0;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;

class RetriesFollowTheRuleTest {
  private final Promise promise = new RetriesFollowTheRule();

  /** Row 2 was busy at second 2, was due again at 63, rang at 64 and was answered. */
  private static Scene calledBack() {
    return calledBackByItself().agreed(1, 1);
  }

  /** The same, and its batch was started without callbacks. */
  private static Scene calledBackByItself() {
    return Scene.of(3)
        .ended(2, "busy", 2_000)
        .callback(2, BUSY, 63_000)
        .ring("b", 2, 2, 64_000)
        .shown(2, COMPLETED, 2, ANSWERED);
  }

  @Test
  void aCallbackAfterItsGapKeepsIt() {
    Expect.kept(promise, Scene.of(3));
    Expect.kept(promise, calledBack());
  }

  @Test
  void withoutRingsThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(3).withoutRings());
    Expect.notTried(promise, Scene.of(3).withoutLedger());
  }

  @Test
  void anAttemptThatNobodyDecidedBreaksIt() {
    Scene scene = Scene.of(3).ended(2, "busy", 2_000).ring("b", 2, 2, 64_000);
    Expect.broken(promise, scene, "call_b-0-2#2 rang, and nobody had decided it");
  }

  @Test
  void anAttemptBeforeItIsDueBreaksIt() {
    Expect.kept(promise, calledBack().callback(2, BUSY, 64_000));
    Expect.broken(promise, calledBack().callback(2, BUSY, 64_001), "rang 1 ms before it was due");
    Expect.broken(promise, calledBack().ended(2, "busy", 4_001), "ms after the attempt before it");
  }

  /** Dispatch's own decision to call again is no proof that it was to. */
  @Test
  void anAttemptThatTheTermsDoNotHaveBreaksIt() {
    Expect.broken(promise, calledBackByItself(), "#2 rang, and its batch has 0 retries");
    Scene third = calledBack().ring("b", 2, 3, 200_000).shown(2, COMPLETED, 3, ANSWERED);
    Expect.broken(promise, third, "#3 rang, and its batch has 1 retries");
  }

  @Test
  void anAttemptAfterAnOutcomeThatHasUsedItsRetriesBreaksIt() {
    Scene twice =
        calledBack()
            .ended(2, "busy", 2_000)
            .ring("b", 2, 3, 200_000)
            .callback(2, 2, BUSY, 190_000)
            .shown(2, COMPLETED, 3, ANSWERED)
            .ended(2, 2, "busy", 70_000);

    Expect.kept(promise, twice.agreed(plan(3, BUSY, 2)));
    Expect.broken(promise, twice.agreed(plan(3, BUSY, 1)), "#3 rang after BUSY, for which");
    Expect.broken(promise, twice.agreed(plan(1, BUSY, 2)), "#3 rang, and its batch has 1 retries");
    Expect.broken(promise, twice.agreed(plan(3, NO_ANSWER, 2)), "#2 rang after BUSY, for which");
  }

  private static RetryPlan plan(int total, Outcome outcome, int most) {
    RetryRule rule = new RetryRule(Set.of(outcome), most, List.of(Duration.ofMinutes(1)));
    return new RetryPlan(total, 0, List.of(rule));
  }

  @Test
  void anAttemptBeforeItsGapIsOverBreaksIt() {
    Expect.broken(
        promise,
        calledBack().agreed(2, 2, 1),
        "#2 rang 62000 ms after the attempt before it, and 120,000 ms were agreed");
    Expect.kept(promise, calledBack().agreed(2, 1, 2));
  }

  @Test
  void anAttemptBesideAnotherOfItsCallBreaksIt() {
    Expect.broken(promise, calledBack().ended(2, null, 0), "rang while the attempt before it");
    Expect.broken(promise, calledBack().ended(2, "busy", 64_001), "rang while the attempt before");
  }

  @Test
  void anAttemptAfterAnEndThatIsNotWorthItBreaksIt() {
    Expect.broken(promise, calledBack().ended(2, "answered", 2_000), "before it ended as ANSWERED");
    Expect.broken(promise, calledBack().ended(2, "no_answer", 2_000), "ended as NO_ANSWER");
    Expect.broken(
        promise,
        calledBack().callback(2, UNKNOWN, 63_000),
        "#2 rang, and the attempt before it ended as BUSY");
  }

  @Test
  void anEndThatTheLedgerDoesNotHaveBreaksIt() {
    Expect.kept(promise, Scene.of(3).ended(1, "busy", 2_000).shown(1, FAILED, 1, BUSY));
    Expect.broken(promise, Scene.of(3).shown(1, FAILED, 1, BUSY), "and the ledger has ANSWERED");
    Expect.broken(promise, Scene.of(3).ended(1, "busy", 2_000), "shown as COMPLETED");
    Expect.broken(
        promise,
        Scene.of(3).ended(1, "busy", 2_000).shown(1, FAILED, 1, NO_ANSWER),
        "shown as FAILED (NO_ANSWER), and the ledger has BUSY");
    Expect.broken(promise, Scene.of(3).ended(1, null, 0), "the ledger has no end");
    Expect.broken(promise, calledBack().shown(2, FAILED, 1, BUSY), "#2, of which nothing is shown");
  }

  @Test
  void aLogOfRingsAloneTellsWhenAndNotHowTheyEnded() {
    Expect.kept(promise, calledBack().knownByRingsAlone());
    Expect.kept(promise, Scene.of(3).shown(1, FAILED, 1, BUSY).knownByRingsAlone());
    Expect.broken(
        promise, calledBack().callback(2, BUSY, 64_001).knownByRingsAlone(), "1 ms before it was");
  }

  @Test
  void thatNobodyCanTellIsBelievedWhereSomethingWasDisturbed() {
    Scene scene = Scene.of(3).shown(1, FAILED, 1, UNKNOWN);
    Expect.broken(promise, scene, "shown as FAILED (UNKNOWN)");
    Expect.kept(promise, scene.fault(T0));
  }

  @Test
  void aCallThatIsCompletedAndNeverRangBreaksIt() {
    Expect.broken(promise, Scene.of(1).ring("b", 2, 1, 900).withoutRing(1), "but never rang");
  }

  @Test
  void aCallThatIsCompletedAsAnAttemptThatNeverRangBreaksIt() {
    Scene scene = Scene.of(3).ended(2, "busy", 2_000).callback(2, BUSY, 63_000);

    Expect.kept(promise, scene.shown(2, FAILED, 2, BUSY));
    Expect.broken(
        promise, scene.shown(2, COMPLETED, 2, ANSWERED), "completed as #2 but never rang");
    Expect.broken(promise, scene.knownByRingsAlone(), "completed as #2 but never rang");
  }

  @Test
  void onlyWhatWasComparedIsCounted() {
    Expect.kept(promise, Scene.of(3), "3 calls ended as the ledger says");
    Expect.kept(promise, Scene.of(3).knownByRingsAlone(), "0 calls ended as the ledger says");
    Expect.kept(
        promise,
        Scene.of(3).shown(1, FAILED, 1, UNKNOWN).shown(2, FAILED, 2, BUSY).fault(T0),
        "1 calls ended as the ledger says");
  }
}
