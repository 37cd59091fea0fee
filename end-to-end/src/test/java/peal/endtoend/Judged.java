package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import peal.testkit.evidence.Evidence;
import peal.testkit.promises.Promise;
import peal.testkit.promises.Promises;
import peal.testkit.promises.Verdict;

/** What the promises came to in a run. */
final class Judged {
  private final Evidence evidence;

  private Judged(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Checks every promise: none may be broken. Prints the verdicts with their figures. */
  static Judged nothingBroken(Evidence evidence) {
    List<Verdict> verdicts = Promises.check(evidence);
    verdicts.forEach(System.out::println);
    assertThat(verdicts).filteredOn(Verdict::broken).isEmpty();
    return new Judged(evidence);
  }

  /** The run must show that these were kept; that nothing speaks against them is not enough. */
  Judged kept(Promise... promises) {
    assertThat(Arrays.stream(promises).map(promise -> promise.check(evidence)))
        .allMatch(Verdict::kept);
    return this;
  }
}
