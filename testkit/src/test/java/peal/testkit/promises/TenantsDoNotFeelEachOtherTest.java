package peal.testkit.promises;

import static peal.testkit.promises.Scene.T0;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenantsDoNotFeelEachOtherTest {
  private final Promise promise = new TenantsDoNotFeelEachOther();

  private static Scene twoTenants() {
    return Scene.of(10).tenant("big", 10).batch("big", "c", 1_000);
  }

  @Test
  void aSmallBatchAtItsOwnPaceKeepsIt() {
    Expect.kept(promise, twoTenants());
  }

  @Test
  void withoutABigNeighbourThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(10));
    Expect.notTried(promise, Scene.of(10).batch("ws", "c", 1_000));
    Expect.notTried(promise, Scene.of(10).tenant("big", 10).batch("big", "c", 999));
    Expect.notTried(promise, twoTenants().fault(T0));
  }

  @Test
  void aLateFirstRingBreaksIt() {
    Scene scene = twoTenants().withoutRings();
    for (int row = 1; row <= 10; row++) {
      scene.ring("b", row, 1, 1_100 + row * 100);
    }
    Expect.broken(promise, scene, "its first phone rang after 1200 ms");
  }

  @Test
  void dialsThatTakeLongerThanItsPaceAsksForBreakIt() {
    Scene scene = twoTenants().withoutRings();
    for (int row = 1; row <= 10; row++) {
      scene.ring("b", row, 1, row * 500);
    }
    Expect.broken(promise, scene, "its dials took 4500 ms, its pace asks for 900");
  }

  @Test
  void toldByTheNeighboursRingsAMachineThatIsSlowForBothKeepsIt() {
    Promise byRings =
        TenantsDoNotFeelEachOther.toldByTheNeighboursRings(
            Duration.ofSeconds(1), Duration.ofSeconds(2));
    Scene slowForBoth = twoTenants().withoutRings();
    Scene slowForOne = twoTenants().withoutRings();
    for (int row = 1; row <= 10; row++) {
      slowForBoth.ring("b", row, 1, 3_000 + row * 500);
      slowForOne.ring("b", row, 1, 3_000 + row * 500);
    }
    for (int row = 1; row <= 100; row++) {
      slowForBoth.ring("c", row, 1, row * 500);
      slowForOne.ring("c", row, 1, row * 100);
    }

    Expect.broken(promise, slowForBoth, "its first phone rang after 3500 ms");
    Expect.kept(byRings, slowForBoth);
    Expect.broken(byRings, slowForOne, "its first phone rang after 3300 ms");
  }

  @Test
  void aRowThatWasNotRungBreaksIt() {
    Expect.broken(promise, twoTenants().withoutRings(), "nobody of it was rung");
    Expect.broken(
        promise, twoTenants().withoutRings().ring("b", 1, 1, 300), "only 1 of 10 were rung");
  }
}
