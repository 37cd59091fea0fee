package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.NeverFasterThanTheLimit;

/** Fifty calls a second, counted on the carrier's side. */
@ExtendWith(SharedRoad.class)
class PaceTest {
  private static final double CALLS_PER_SECOND = 50;

  /** As the promise has it, with room for what the machine does to the way to the carrier. */
  @Test
  void noSecondHasMoreRingsThanTheLimitAllows(Road road) {
    assertThat(rings(road, 600)).hasSizeGreaterThanOrEqualTo(600);
  }

  /** The figure at full strictness; it wants a machine that does nothing else. */
  @Test
  @Tag("long")
  void inAMinuteAtLeastNinetyNineInAHundredSlotsRing(Road road) {
    List<Ring> rings = rings(road, 3_300);

    double first = rings.getFirst().time();
    long inAMinute = rings.stream().filter(ring -> ring.time() < first + 60_000).count();
    System.out.printf("%d rings in the first 60 s%n", inAMinute);
    assertThat(Ledgers.mostInASecond(rings)).isLessThanOrEqualTo(51);
    assertThat(inAMinute).isGreaterThanOrEqualTo(2_970);
  }

  private static List<Ring> rings(Road road, int rows) {
    Run run = new Run(road);
    String batch = run.accepted(run.customer(CALLS_PER_SECOND, 500), Numbers.ordinary(rows));
    run.untilComplete();
    Evidence evidence = run.evidence();
    Judged.nothingBroken(evidence).kept(List.of(NeverFasterThanTheLimit.class));
    List<Ring> rings = Ledgers.ringsOf(evidence.ledger().orElseThrow(), batch);
    System.out.printf(
        "%d rings, at most %d in a second%n", rings.size(), Ledgers.mostInASecond(rings));
    return rings;
  }
}
