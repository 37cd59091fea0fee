package peal.testkit.promises;

import static peal.testkit.promises.Scene.T0;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoDialAfterOptOutTest {
  private final Promise promise = new NoDialAfterOptOut();

  @Test
  void ringsBeforeItAndOfOpenSlotsKeepIt() {
    Expect.kept(promise, Scene.of(10).optedOut(3, T0.plusSeconds(5)));
    Expect.kept(promise, Scene.of(10).optedOut(3, T0.plusSeconds(5)).ring("b", 3, 2, 6_900));
  }

  @Test
  void aRingAfterTheOpenSlotsBreaksIt() {
    Scene scene = Scene.of(10).optedOut(3, T0.plusSeconds(5)).ring("b", 3, 2, 7_400);
    Expect.broken(promise, scene, "call_b-0-3#2 rang by an order that left 2400 ms after");
  }

  @Test
  void aRingOfSomebodyElseDoesNot() {
    Expect.kept(promise, Scene.of(10).optedOut(3, T0.plusSeconds(5)).ring("b", 4, 2, 60_000));
  }

  @Test
  void aRequestOfALaneThatKnewBreaksItThoughNothingRang() {
    Scene scene =
        Scene.of(10).optedOut(3, T0.plusSeconds(5)).requestedAllTheSame(List.of("call_b-0-3#2"));
    Expect.broken(promise, scene, "call_b-0-3#2 was requested by a lane that knew");
  }

  @Test
  void withoutAnyThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(10));
  }
}
