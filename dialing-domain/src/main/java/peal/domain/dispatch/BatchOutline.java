package peal.domain.dispatch;

import java.time.Instant;
import peal.domain.BatchPlan;
import peal.domain.PhoneNumber;

/**
 * What of a batch's terms its lane must have at hand while the batch sleeps.
 *
 * @param laneTotal rows in this lane
 * @param sealBy unsealed after this, it is dropped
 * @param single whether it goes before batches
 * @param plan how it was to be dialed at its start
 * @param carrier which carrier places its calls; null for the workers' default
 * @param from the number that is shown
 */
record BatchOutline(
    long laneTotal,
    Instant sealBy,
    boolean single,
    BatchPlan plan,
    String carrier,
    PhoneNumber from) {
  static BatchOutline of(BatchTerms terms) {
    return new BatchOutline(
        terms.laneTotal(),
        terms.sealBy(),
        terms.single(),
        terms.plan(),
        terms.agent().carrier(),
        terms.agent().fromNumber());
  }
}
