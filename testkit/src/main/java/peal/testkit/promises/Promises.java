package peal.testkit.promises;

import java.util.List;
import peal.testkit.evidence.Evidence;

/** All of Peal's promises, in the order of the design. */
public final class Promises {
  /** Every promise with its usual tolerances. */
  public static final List<Promise> ALL =
      List.of(
          new EveryRowEndsOnce(),
          new OneRingPerAttempt(),
          new NeverFasterThanTheLimit(),
          new NoDialAfterCancel(),
          new CountsAddUp(),
          new NoCallStuck(),
          new TenantsDoNotFeelEachOther(),
          new NothingAcceptedIsLost(),
          new RetriesFollowTheRule(),
          new NoDialOutsideItsHours(),
          new NoDialAfterOptOut());

  private Promises() {}

  /** Checks every promise. */
  public static List<Verdict> check(Evidence evidence) {
    return ALL.stream().map(promise -> promise.check(evidence)).toList();
  }

  /** Those that were broken; empty is what one hopes for. */
  public static List<Verdict> broken(Evidence evidence) {
    return check(evidence).stream().filter(Verdict::broken).toList();
  }
}
