package peal.domain.dispatch;

import java.time.Instant;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.hours.CallingHours;

/**
 * What of a batch's terms its lane must have at hand while the batch sleeps.
 *
 * @param laneTotal rows in this lane
 * @param sealBy unsealed after this, it is dropped
 * @param scheduledAt nothing is dialed before this; null for at once
 * @param single whether it goes before batches
 * @param priority its share of turns beside other batches, 1 to 10
 * @param carrier which carrier places its calls; null for the workers' default
 * @param from the number that is shown
 * @param hours when its calls may be made; null for at any time
 */
record BatchOutline(
    long laneTotal,
    Instant sealBy,
    Instant scheduledAt,
    boolean single,
    int priority,
    String carrier,
    PhoneNumber from,
    CallingHours hours) {
  static BatchOutline of(BatchTerms terms) {
    return new BatchOutline(
        terms.laneTotal(),
        terms.sealBy(),
        terms.scheduledAt(),
        terms.single(),
        terms.priority() == null ? BatchOpened.USUAL_PRIORITY : terms.priority(),
        terms.agent().carrier(),
        terms.agent().fromNumber(),
        terms.hours() == null ? null : terms.hours().compact());
  }
}
