package peal.testkit.promises;

import static peal.testkit.promises.Scene.T0;

import org.junit.jupiter.api.Test;

class NoDialAfterCancelTest {
  private final Promise promise = new NoDialAfterCancel();

  @Test
  void ringsBeforeTheCancelAndOfOpenSlotsKeepIt() {
    Expect.kept(promise, Scene.of(10).cancelledAt(T0.plusSeconds(5)));
    Expect.kept(promise, Scene.of(10).cancelledAt(T0.plusSeconds(5)).ring("b", 11, 1, 6_900));
  }

  @Test
  void aRingAfterTheOpenSlotsBreaksIt() {
    Scene scene = Scene.of(10).cancelledAt(T0.plusSeconds(5)).ring("b", 11, 1, 7_400);
    Expect.broken(promise, scene, "call_b-0-11#1 rang by an order that left 2400 ms after");
  }

  @Test
  void anOrderThatLeftInItsSlotMayRingALittleLater() {
    Scene scene = Scene.of(10).cancelledAt(T0.plusSeconds(5)).ring("b", 11, 1, 7_400);
    Expect.kept(promise, scene.sent(11, 6_900));
  }

  @Test
  void noOrderIsOnItsWayForLongerThanIsBelieved() {
    Scene scene = Scene.of(10).cancelledAt(T0.plusSeconds(5)).ring("b", 11, 1, 8_400);
    Expect.broken(
        promise, scene.sent(11, 6_900), "call_b-0-11#1 rang by an order that left 2400 ms after");
  }

  @Test
  void aRingOfAnotherBatchDoesNot() {
    Scene scene =
        Scene.of(10).batch("ws", "c", 1).cancelledAt(T0.plusSeconds(5)).ring("c", 2, 1, 60_000);
    Expect.kept(promise, scene);
  }

  @Test
  void withoutACancelThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(10));
  }
}
