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
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;
import peal.testkit.promises.Promise;
import peal.testkit.promises.TenantsDoNotFeelEachOther;
import peal.testkit.promises.Verdict;

/** What the promises came to in a run. */
final class Judged {
  private static final Duration JITTER = Duration.ofMillis(40);

  /**
   * What a busy machine cannot spoil is judged as the design has it. Figures that it can spoil are
   * given room, since it also builds and tests: the way to the carrier may vary by {@link #JITTER}
   * and by what the machine held everybody up, once for the worker and once for the carrier; half
   * of the rate is enough, and a small batch may begin later. The pace of a minute, tagged {@code
   * long}, is judged at full strictness.
   */
  private static List<Promise> promises(Duration heldUp) {
    return List.of(
        new EveryRowEndsOnce(),
        new OneRingPerAttempt(),
        new NeverFasterThanTheLimit(JITTER.plus(heldUp.multipliedBy(2)), 0.5),
        new NoDialAfterCancel(),
        new CountsAddUp(),
        new NoCallStuck(),
        new TenantsDoNotFeelEachOther(Duration.ofSeconds(3), Duration.ofSeconds(3)),
        new NothingAcceptedIsLost());
  }

  private final List<Verdict> verdicts;

  private Judged(List<Verdict> verdicts) {
    this.verdicts = verdicts;
  }

  /** Checks every promise: none may be broken. Prints the verdicts with their figures. */
  static Judged nothingBroken(Evidence evidence) {
    Duration heldUp = Run.heldUpByTheMachine(evidence);
    List<Verdict> verdicts =
        promises(heldUp).stream().map(promise -> promise.check(evidence)).toList();
    verdicts.forEach(System.out::println);
    System.out.printf("The machine held everybody up for at most %d ms.%n", heldUp.toMillis());
    assertThat(verdicts).filteredOn(Verdict::broken).isEmpty();
    return new Judged(verdicts);
  }

  /** The run must show that these were kept; that nothing speaks against them is not enough. */
  Judged kept(List<Class<? extends Promise>> promises) {
    List<String> names =
        promises(Duration.ZERO).stream()
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
