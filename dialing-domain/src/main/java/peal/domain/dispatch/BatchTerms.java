package peal.domain.dispatch;

import java.time.Instant;
import java.util.List;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallLimits;
import peal.domain.CallingAgent;
import peal.domain.DoNotCallList;
import peal.domain.RetryPlan;
import peal.domain.StopWhen;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.hours.CallingHours;

/**
 * What was agreed for a batch at its start; never changes. What a client has changed since stands
 * in its {@link BatchProgress}.
 *
 * @param batch the batch
 * @param agent the agent as of the start
 * @param laneTotal rows in this lane
 * @param sealBy unsealed after this, it is dropped
 * @param scheduledAt nothing is dialed before this; null for at once
 * @param callbacks when to dial again; null for never
 * @param single whether it goes before batches
 * @param priority its share of turns beside other batches, 1 to 10; null in terms of old
 * @param hours when its calls may be made; null for at any time
 * @param callsPerSecond dials of the whole batch per second, or null
 * @param maxConcurrency attempts of the whole batch that may be out at once, or null
 * @param endAt nothing is dialed from this on, or null
 * @param doNotCall do-not-call lists that count, or null for all of the workspace
 * @param callLimits how often a number may be called, or null
 * @param stopWhen when it pauses itself, or null for never
 */
public record BatchTerms(
    BatchId batch,
    CallingAgent agent,
    long laneTotal,
    Instant sealBy,
    Instant scheduledAt,
    RetryPlan callbacks,
    boolean single,
    Integer priority,
    CallingHours hours,
    Double callsPerSecond,
    Integer maxConcurrency,
    Instant endAt,
    List<DoNotCallList> doNotCall,
    CallLimits callLimits,
    StopWhen stopWhen) {
  /** Terms by which every do-not-call list counts, and no limit of calls to a number. */
  public BatchTerms(
      BatchId batch,
      CallingAgent agent,
      long laneTotal,
      Instant sealBy,
      Instant scheduledAt,
      RetryPlan callbacks,
      boolean single,
      Integer priority,
      CallingHours hours,
      Double callsPerSecond,
      Integer maxConcurrency,
      Instant endAt) {
    this(
        batch,
        agent,
        laneTotal,
        sealBy,
        scheduledAt,
        callbacks,
        single,
        priority,
        hours,
        callsPerSecond,
        maxConcurrency,
        endAt,
        null,
        null,
        null);
  }

  static BatchTerms of(BatchOpened opened) {
    return new BatchTerms(
        opened.batch(),
        opened.agent(),
        opened.laneTotal(),
        opened.sealBy(),
        opened.scheduledAt(),
        opened.callbacks(),
        opened.single(),
        opened.priority(),
        opened.hours(),
        opened.callsPerSecond(),
        opened.maxConcurrency(),
        opened.endAt(),
        opened.doNotCall(),
        opened.callLimits(),
        opened.stopWhen());
  }

  /** The plan that the batch started with. */
  BatchPlan plan() {
    return new BatchPlan(
        priority,
        callsPerSecond,
        maxConcurrency,
        scheduledAt,
        endAt,
        callbacks,
        doNotCall,
        callLimits,
        stopWhen);
  }
}
