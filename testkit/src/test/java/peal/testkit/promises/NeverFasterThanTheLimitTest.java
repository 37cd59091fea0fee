package peal.testkit.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.testkit.promises.Scene.T0;

import java.time.Duration;
import java.time.Instant;
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
    java.util.Arrays.fill(gaps, gap);
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
    Expect.broken(promise, rung(even(11, 90)), "12 rings within 1 s, 11.00 are allowed");
  }

  @Test
  void aPaceThatIsALittleTooFastBreaksItInALongWindow() {
    Expect.broken(promise, rung(even(700, 98)), "rings within 60 s");
  }

  @Test
  void aFaultAllowsWhatWasUnderwayAndNoMore() {
    Expect.kept(promise, rung(even(30, 33)).fault(T0));
    Expect.broken(promise, rung(even(40, 10)).fault(T0), "31.00 are allowed");
  }

  @Test
  void jitterIsForgivenWhereItIsSet() {
    Scene scene = rung(even(11, 90));
    Expect.broken(promise, scene, "12 rings");
    Expect.kept(new NeverFasterThanTheLimit(Duration.ofMillis(100)), scene);
  }

  @Test
  void eachLaneAddsOneDial() {
    Expect.broken(promise, rung(even(12, 80)), "13 rings");
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
}
