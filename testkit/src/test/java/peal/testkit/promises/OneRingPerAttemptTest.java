package peal.testkit.promises;

import static peal.testkit.promises.Scene.job;
import static peal.testkit.promises.Scene.number;
import static peal.testkit.promises.Scene.ringOf;

import org.junit.jupiter.api.Test;

class OneRingPerAttemptTest {
  private final Promise promise = new OneRingPerAttempt();

  @Test
  void oneRingForEachAttemptKeepsIt() {
    Expect.kept(promise, Scene.of(3));
    Expect.kept(promise, Scene.of(3).ring("b", 1, 2, 60_000));
  }

  @Test
  void withoutRingsThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(3).withoutRings());
    Expect.notTried(promise, Scene.of(3).withoutLedger());
  }

  @Test
  void anAttemptThatIsInTheLedgerTwiceBreaksIt() {
    Expect.broken(promise, Scene.of(3).ring("b", 2, 1, 9_000), "call_b-0-2#1 rang again");
  }

  @Test
  void anAttemptThatIsCountedTwiceBreaksIt() {
    Scene scene = Scene.of(3).ring(ringOf(job("b", 9) + "#1", number(9), 9_000, 2));
    Expect.broken(promise, scene, "call_b-0-9#1 rang again");
  }

  @Test
  void anAttemptThatIsAskedForTwiceBreaksItUnlessTheCarrierHadNotHeardOfIt() {
    Expect.broken(promise, Scene.of(3).asked(2, 2, 0), "call_b-0-2#1 was asked for 2 times");
    Expect.kept(promise, Scene.of(3).asked(2, 2, 1));
    Expect.broken(promise, Scene.of(3).asked(2, 3, 1), "was asked for 3 times");
  }

  @Test
  void aRingOfSomebodyElsesPhoneBreaksIt() {
    Scene scene = Scene.of(3).ring(ringOf(job("b", 1) + "#2", number(2), 9_000, 1));
    Expect.broken(promise, scene, "another number");
  }
}
