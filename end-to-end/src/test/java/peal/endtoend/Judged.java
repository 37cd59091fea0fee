package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import peal.testkit.evidence.Evidence;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NeverFasterThanTheLimit;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.NoDialAfterCancel;
import peal.testkit.promises.NoDialAfterOptOut;
import peal.testkit.promises.NoDialOutsideItsHours;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;
import peal.testkit.promises.Promise;
import peal.testkit.promises.RetriesFollowTheRule;
import peal.testkit.promises.TenantsDoNotFeelEachOther;
import peal.testkit.promises.Verdict;

/** What the promises came to in a run. */
final class Judged {
  /** The promises that a run with one batch or more tries, whatever disturbs it. */
  static final List<Class<? extends Promise>> OF_ANY_RUN =
      List.of(
          EveryRowEndsOnce.class,
          OneRingPerAttempt.class,
          NeverFasterThanTheLimit.class,
          CountsAddUp.class,
          NoCallStuck.class,
          NothingAcceptedIsLost.class);

  private static final double ANY_SHARE = 0;

  /**
   * What a busy machine cannot spoil is judged as the design has it. How much of the rate is used
   * is shown and not judged: made-up time does that ({@code UsedRateTest}, {@code LaneSlotsTest}),
   * and at full strictness the pace of a minute, tagged {@code long}, and the demo. What a small
   * batch may take is told by its neighbour's rings.
   */
  private static List<Promise> promises() {
    return List.of(
        new EveryRowEndsOnce(),
        new OneRingPerAttempt(),
        new NeverFasterThanTheLimit(ANY_SHARE),
        new NoDialAfterCancel(),
        new CountsAddUp(),
        new NoCallStuck(),
        TenantsDoNotFeelEachOther.toldByTheNeighboursRings(
            Duration.ofSeconds(3), Duration.ofSeconds(3)),
        new NothingAcceptedIsLost(),
        new RetriesFollowTheRule(),
        new NoDialOutsideItsHours(),
        new NoDialAfterOptOut());
  }

  private final List<Verdict> verdicts;

  private Judged(List<Verdict> verdicts) {
    this.verdicts = verdicts;
  }

  /** Checks every promise: none may be broken. Prints the verdicts with their figures. */
  static Judged nothingBroken(Evidence evidence) {
    List<Verdict> verdicts = promises().stream().map(promise -> promise.check(evidence)).toList();
    verdicts.forEach(System.out::println);
    assertThat(verdicts).filteredOn(Verdict::broken).isEmpty();
    return new Judged(verdicts);
  }

  /** The run must show that these were kept; that nothing speaks against them is not enough. */
  Judged kept(List<Class<? extends Promise>> promises) {
    List<String> names =
        promises().stream()
            .filter(promise -> promises.contains(promise.getClass()))
            .map(Promise::name)
            .toList();
    assertThat(names).hasSameSizeAs(promises);
    assertThat(verdicts)
        .filteredOn(verdict -> names.contains(verdict.promise()))
        .allMatch(Verdict::kept);
    return this;
  }
}
