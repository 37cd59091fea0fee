package peal.testkit.promises;

import static peal.testkit.promises.Scene.T0;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;
import peal.testkit.evidence.Snapshot;

class CountsAddUpTest {
  private static final Instant THEN = T0.plusSeconds(2);
  private final Promise promise = new CountsAddUp();

  private static Snapshot of5(boolean complete, int... counts) {
    return new Snapshot(
        THEN, "processing", complete, 5, counts[0], counts[1], counts[2], counts[3], counts[4]);
  }

  @Test
  void partsThatAddUpKeepIt() {
    Expect.kept(promise, Scene.of(5));
    Expect.kept(promise, Scene.of(5).snapshots(of5(false, 1, 1, 1, 1, 1)));
  }

  @Test
  void withoutAnAnswerThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(5).snapshots());
  }

  @Test
  void aPartTooManyOrTooFewBreaksIt() {
    Expect.broken(promise, Scene.of(5).snapshots(of5(false, 1, 1, 1, 1, 2)), "is not 5");
    Expect.broken(promise, Scene.of(5).snapshots(of5(false, 0, 1, 1, 1, 1)), "is not 5");
  }

  @Test
  void aPartBelowZeroBreaksItEvenIfTheSumIsRight() {
    Expect.broken(promise, Scene.of(5).snapshots(of5(false, -1, 2, 2, 1, 1)), "below zero");
  }

  @Test
  void anotherTotalThanWasAcceptedBreaksIt() {
    Snapshot four = new Snapshot(THEN, "processing", false, 4, 4, 0, 0, 0, 0);
    Expect.broken(promise, Scene.of(5).snapshots(four), "4 calls in all, but 5");
  }

  @Test
  void aCompleteBatchWithCallsToComeBreaksIt() {
    Expect.broken(promise, Scene.of(5).snapshots(of5(true, 1, 0, 4, 0, 0)), "complete with 1");
  }

  @Test
  void aListThatSaysSomethingElseBreaksIt() {
    Scene scene = Scene.of(5).call(1, CallStatus.FAILED, null);
    Expect.broken(promise, scene, "4 calls are listed as COMPLETED, 5 are counted");
  }
}
