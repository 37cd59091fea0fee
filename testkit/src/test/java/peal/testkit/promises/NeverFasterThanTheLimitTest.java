package peal.testkit.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.testkit.promises.Scene.T0;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;
import peal.testkit.evidence.Tenant.Allowance;

class NeverFasterThanTheLimitTest {
  private final Promise promise = new NeverFasterThanTheLimit();

  /** Ten dials per second, one lane, a batch of {@code gaps + 1} rows, rung with these gaps. */
  private static Scene rung(double... gaps) {
    Scene scene = Scene.of(gaps.length + 1).withoutRings();
    double at = 200;
    scene.ring("b", 1, 1, at);
    for (int i = 0; i < gaps.length; i++) {
      at += gaps[i];
      scene.ring("b", i + 2, 1, at);
    }
    return scene;
  }

  private static double[] even(int count, double gap) {
    double[] gaps = new double[count];
    Arrays.fill(gaps, gap);
    return gaps;
  }

  @Test
  void anEvenPaceKeepsIt() {
    Expect.kept(promise, rung(even(700, 100)));
  }

  @Test
  void withoutLimitsRingsOrALedgerThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(3).withoutLedger());
    Expect.notTried(promise, Scene.of(3).withoutRings());
    Expect.notTried(promise, new Scene());
  }

  @Test
  void oneRingMoreThanTheWindowAllowsBreaksIt() {
    Expect.kept(promise, rung(even(10, 90.909_091)));
    Expect.kept(promise, rung(even(10, 99)));
    Expect.broken(promise, rung(even(11, 90)), "12 orders left within 1 s, 11.00 are allowed");
  }

  @Test
  void aPaceThatIsALittleTooFastBreaksItInALongWindow() {
    Expect.broken(promise, rung(even(700, 98)), "left within 60 s");
  }

  @Test
  void aFaultAllowsWhatWasUnderwayAndNoMore() {
    Expect.kept(promise, handedOver(50).fault(T0));
    Expect.broken(promise, handedOver(25).fault(T0), "31.00 are allowed");
  }

  /** The last orders of one worker left late, between the first ones of the next. */
  private static Scene handedOver(double gap) {
    return handedOver(40, gap);
  }

  private static Scene handedOver(int gaps, double gap) {
    Scene scene = rung(even(gaps, gap));
    for (int row = 1; row <= gaps + 1; row++) {
      scene.worker(row % 2 == 0 ? "one" : "two", row, row);
    }
    return scene;
  }

  @Test
  void aFaultAllowsNothingToAWorkerThatKeepsItsLane() {
    Expect.broken(promise, handedOver(50).worker("one", 1, 41).fault(T0), "11.00 are allowed");
    Expect.broken(promise, rung(even(40, 50)).fault(T0), "11.00 are allowed");
  }

  @Test
  void ordersOfWhichNobodyTellsWhoSentThemMayBeOfEitherWorkerBesideThem() {
    double[] gaps = even(20, 100);
    Arrays.fill(gaps, 5, 10, 20);
    Scene killed = rung(gaps).worker("one", 1, 5).worker("two", 11, 21).fault(T0);
    Expect.kept(promise, killed);
    Expect.broken(promise, killed.worker("one", 11, 21), "11.00 are allowed");
  }

  @Test
  void aHandoverAllowsItOnlyWhereItWas() {
    double[] gaps = even(60, 33);
    gaps[20] = 5_000;
    Scene later = rung(gaps).worker("one", 1, 10).worker("two", 11, 61).fault(T0);
    Expect.broken(promise, later, "11.00 are allowed");
  }

  @Test
  void aHandoverOfOneLaneOfTwoAllowsItsShare() {
    Tenant tenant = Tenant.of("ws", 2, 10, 1_000);
    Expect.kept(promise, handedOver(20, 50).tenant(tenant).fault(T0));
    Expect.broken(promise, handedOver(33).tenant(tenant).fault(T0), "22.00 are allowed");
  }

  @Test
  void aMinuteAfterAFaultTheStrictFormHoldsAgain() {
    Expect.broken(promise, handedOver(50).fault(T0.minusSeconds(61)), "11.00 are allowed");
    Expect.broken(promise, handedOver(50).fault(T0.plusSeconds(9)), "11.00 are allowed");
  }

  @Test
  void whatLeftInTimeAndArrivedInARushKeepsIt() {
    // Rows 1 and 2 were held up on their way: three rings within 5 ms, twelve within a second.
    Scene late = rung(3, 2, 100, 100, 100, 100, 100, 100, 100, 100, 100);
    Expect.broken(promise, late, "12 orders");
    Expect.kept(promise, late.sent(1, 5).sent(2, 105));
  }

  @Test
  void aDialerThatSendsTooFastBreaksItThoughTheRingsAreEven() {
    Scene scene = rung(even(20, 100));
    for (int row = 1; row <= 12; row++) {
      scene.sent(row, 190 + row);
    }
    Expect.broken(promise, scene, "12 orders left within 1 s");
  }

  @Test
  void aRingBeforeItsOrderLeftBreaksIt() {
    Expect.kept(promise, rung(even(20, 100)).sent(3, 400));
    Expect.broken(promise, rung(even(20, 100)).sent(3, 401), "#1 rang 1 ms before its order left");
    Expect.kept(promise, rung(even(20, 100)).sent(3, 401).fault(T0));
  }

  @Test
  void longOnTheWayIsOnlyBelievedWhereTheMachineStoodStill() {
    // Thirty orders that the dialer dates 101 ms apart ring within 30 ms.
    Scene rush = rung(even(30, 1));
    for (int row = 1; row <= 31; row++) {
      rush.sent(row, 199 + row - 100 * (31 - row));
    }
    Expect.broken(promise, rush, "nothing bears it out");
    Expect.kept(promise, rush.hiccup(3_100, 230));
  }

  @Test
  void eachLaneAddsOneDial() {
    Expect.broken(promise, rung(even(12, 80)), "13 orders");
    Expect.kept(promise, rung(even(12, 80)).tenant(Tenant.of("ws", 3, 10, 1_000)));
  }

  @Test
  void aLimitThatWasRaisedCountsFromThenOn() {
    Instant raised = T0.plusSeconds(10);
    Tenant tenant =
        new Tenant(
            "ws",
            1,
            List.of(new Allowance(Instant.EPOCH, 10, 100), new Allowance(raised, 20, 100)));
    double[] later = even(200, 50);
    later[0] = 20_000;
    Expect.kept(promise, rung(later).tenant(tenant));
    Expect.broken(promise, rung(even(100, 50)).tenant(tenant), "are allowed");
  }

  @Test
  void aTenantsRingsAreNotCountedAgainstItsNeighbour() {
    Expect.kept(promise, Scene.of(50).tenant("other", 10).batch("other", "c", 50));
  }

  @Test
  void aLullWhileWorkWaitsBreaksIt() {
    double[] gaps = even(200, 100);
    gaps[100] = 1_000;
    Expect.broken(promise, rung(gaps), "of the rate was used");
    Expect.kept(promise, rung(gaps).fault(T0));
  }

  @Test
  void aLullBetweenBatchesOrAsManyOpenCallsAsAllowedIsNone() {
    double[] gaps = even(200, 100);
    gaps[100] = 1_000;
    Snapshot full = new Snapshot(T0.plusSeconds(5), "processing", false, 201, 0, 201, 0, 0, 0);
    Expect.kept(promise, rung(gaps).snapshots(full).tenant(Tenant.of("ws", 1, 10, 200)));

    Scene twoBatches = Scene.of(150).tenant("ws", 10);
    twoBatches.batch("ws", "c", 150).withoutRings();
    for (int row = 1; row <= 150; row++) {
      twoBatches.ring("b", row, 1, row * 100).ring("c", row, 1, 60_000 + row * 100);
    }
    Expect.kept(promise, twoBatches);
  }

  @Property(tries = 200)
  void noOtherWayOfCountingFindsAFullerSecond(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 300) Integer> gaps) {
    double[] millis = gaps.stream().mapToDouble(Integer::doubleValue).toArray();
    boolean tooFull = false;
    for (int i = 0; i <= gaps.size(); i++) {
      int rings = 1;
      double span = 0;
      for (int j = i; j < gaps.size() && (span += millis[j]) < 1_000; j++) {
        rings++;
      }
      tooFull |= rings > 11;
    }

    Verdict verdict = promise.check(rung(millis).evidence());

    if (tooFull) {
      assertThat(verdict.broken()).isTrue();
    } else {
      assertThat(verdict.evidence()).doesNotContain("within 1 s");
    }
  }

  /** It keeps orders back for a while and then sends them together, and dates them evenly. */
  @Property(tries = 200)
  void aDialerThatSendsInBurstsIsCaughtWhateverItSays(
      @ForAll @IntRange(min = 5, max = 200) int rate,
      @ForAll @IntRange(min = 1_600, max = 5_000) int heldMillis,
      @ForAll @IntRange(max = 100) int wayMillis) {
    double gap = 1_000.0 / rate;
    int held = (int) (heldMillis / gap);
    int rows = held + 2 * rate;
    Scene scene = new Scene().tenant("ws", rate).batch("ws", "b", rows).withoutRings();
    for (int row = 1; row <= rows; row++) {
      double turn = 1_000 + row * gap;
      scene.sent(row, turn).ring("b", row, 1, Math.max(turn, 1_000 + heldMillis) + wayMillis);
    }

    Expect.broken(promise, scene, "left within");
  }

  /** What it says is true, and each order takes its own time to the carrier. */
  @Property(tries = 200)
  void anEvenDialerIsNeverBlamedForTheWay(
      @ForAll @IntRange(min = 1, max = 200) int rate,
      @ForAll @Size(min = 2, max = 300) List<@IntRange(max = 1_000) Integer> ways) {
    Scene scene = new Scene().tenant("ws", rate).batch("ws", "b", ways.size()).withoutRings();
    for (int row = 1; row <= ways.size(); row++) {
      double turn = row * 1_000.0 / rate;
      scene.sent(row, turn).ring("b", row, 1, turn + ways.get(row - 1));
    }

    assertThat(promise.check(scene.evidence()).evidence()).doesNotContain("left within");
  }
}
