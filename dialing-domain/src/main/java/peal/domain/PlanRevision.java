package peal.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * A batch's plan as of one change. The plan of the start is revision {@value #FIRST}; each change
 * is the next, and holds the plan whole.
 *
 * @param revision from {@value #FIRST}
 * @param at when a client asked for it, by the clock of the gateway
 * @param by the id of the key that it was asked with; null where that is not known
 * @param plan the whole plan from then on
 */
public record PlanRevision(int revision, Instant at, String by, BatchPlan plan) {
  /** The revision that a batch starts with. */
  public static final int FIRST = 1;

  /** Refuses absent fields and revisions below {@value #FIRST}. */
  public PlanRevision {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(plan, "plan");
    if (revision < FIRST) {
      throw new IllegalArgumentException("revision must be at least " + FIRST);
    }
  }
}
