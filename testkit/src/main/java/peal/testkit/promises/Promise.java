package peal.testkit.promises;

import peal.testkit.evidence.Evidence;

/** Something that Peal promises, as a check of what was seen from outside. Stateless. */
public interface Promise {
  /** What is promised, in a few words. */
  default String name() {
    return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }

  /** Whether the promise was kept, and what shows it. Never throws on odd evidence. */
  Verdict check(Evidence evidence);
}
