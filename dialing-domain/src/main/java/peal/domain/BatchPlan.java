package peal.domain;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client may say about how a batch is dialed, and change while it runs. Null is what was
 * true before there was such a setting.
 *
 * @param priority share of the workspace's turns beside other batches, 1 to 10; null for {@value
 *     #USUAL_PRIORITY}
 * @param callsPerSecond dials of this batch that may start per second, {@value #LEAST_PACE} to
 *     10,000; null for as many as its workspace may
 * @param maxConcurrency attempts of this batch that may be out at once, 1 to 1,000,000; null for as
 *     many as its workspace may
 * @param scheduledAt dial nothing before this; null for at once
 * @param endAt dial nothing from this on; null for no end
 * @param callbacks when to dial again; null for never
 * @param doNotCall do-not-call lists that count beside {@link DoNotCallList#OPT_OUT}, 1 to {@value
 *     #MOST_LISTS}; null for all of the workspace
 * @param callLimits how often a number may be called; null for as often as its calls want it
 * @param stopWhen when it pauses itself; null for never
 */
public record BatchPlan(
    Integer priority,
    Double callsPerSecond,
    Integer maxConcurrency,
    Instant scheduledAt,
    Instant endAt,
    RetryPlan callbacks,
    List<DoNotCallList> doNotCall,
    CallLimits callLimits,
    StopWhen stopWhen) {
  /** The share of a batch of which nobody said anything else. */
  public static final int USUAL_PRIORITY = 5;

  /** The slowest pace of a batch: one dial in 100 seconds. */
  public static final double LEAST_PACE = 0.01;

  /** Plans that reach further are slips of the pen, and no client's year has to fit into a long. */
  public static final Duration FURTHEST = Duration.ofDays(366);

  /** After its start a batch of which nothing else was said ends. */
  public static final Duration USUAL_LENGTH = Duration.ofDays(90);

  /** Lists that a plan may name. */
  public static final int MOST_LISTS = 50;

  private static final int MOST_PRIORITY = 10;

  /** A plan of which nothing was said. */
  public static final BatchPlan USUAL = new BatchPlan(null, null, null, null, null, null);

  /** Refuses values outside the ranges above, naming the field. */
  public BatchPlan {
    if (priority != null && (priority < 1 || priority > MOST_PRIORITY)) {
      throw new IllegalArgumentException("priority must be 1-10");
    }
    if (callsPerSecond != null && !(callsPerSecond >= LEAST_PACE && callsPerSecond <= 10_000)) {
      throw new IllegalArgumentException("callsPerSecond must be 0.01-10000");
    }
    if (maxConcurrency != null && (maxConcurrency < 1 || maxConcurrency > 1_000_000)) {
      throw new IllegalArgumentException("maxConcurrency must be 1-1000000");
    }
    if (endAt != null && scheduledAt != null && !scheduledAt.isBefore(endAt)) {
      throw new IllegalArgumentException("endAt must lie after scheduledAt");
    }
    if (doNotCall != null && (doNotCall.isEmpty() || doNotCall.size() > MOST_LISTS)) {
      throw new IllegalArgumentException("doNotCall must name 1-" + MOST_LISTS + " lists");
    }
    doNotCall = doNotCall == null ? null : List.copyOf(doNotCall);
  }

  /** A plan by which every do-not-call list of the workspace counts. */
  public BatchPlan(
      Integer priority,
      Double callsPerSecond,
      Integer maxConcurrency,
      Instant scheduledAt,
      Instant endAt,
      RetryPlan callbacks) {
    this(priority, callsPerSecond, maxConcurrency, scheduledAt, endAt, callbacks, null);
  }

  /** A plan that calls a number as often as its calls want it. */
  public BatchPlan(
      Integer priority,
      Double callsPerSecond,
      Integer maxConcurrency,
      Instant scheduledAt,
      Instant endAt,
      RetryPlan callbacks,
      List<DoNotCallList> doNotCall) {
    this(priority, callsPerSecond, maxConcurrency, scheduledAt, endAt, callbacks, doNotCall, null);
  }

  /** A plan that never pauses itself. */
  public BatchPlan(
      Integer priority,
      Double callsPerSecond,
      Integer maxConcurrency,
      Instant scheduledAt,
      Instant endAt,
      RetryPlan callbacks,
      List<DoNotCallList> doNotCall,
      CallLimits callLimits) {
    this(
        priority,
        callsPerSecond,
        maxConcurrency,
        scheduledAt,
        endAt,
        callbacks,
        doNotCall,
        callLimits,
        null);
  }

  /** This with other retries; null for none. */
  public BatchPlan withCallbacks(RetryPlan other) {
    return new BatchPlan(
        priority,
        callsPerSecond,
        maxConcurrency,
        scheduledAt,
        endAt,
        other,
        doNotCall,
        callLimits,
        stopWhen);
  }

  /** This, which pauses itself when {@code other} says so; null for never. */
  public BatchPlan withStopWhen(StopWhen other) {
    return new BatchPlan(
        priority,
        callsPerSecond,
        maxConcurrency,
        scheduledAt,
        endAt,
        callbacks,
        doNotCall,
        callLimits,
        other);
  }

  /**
   * What a batch must not have of its own.
   *
   * @param field the plan's field
   * @param must what is true of values that are let in, such as {@code must be at most 10}
   */
  public record Beyond(String field, String must) {}

  /**
   * The first field that asks for more than the workspace may, or for less than a call in each of
   * its lanes.
   */
  public Optional<Beyond> beyond(Limits limits, int lanes) {
    if (callsPerSecond != null && callsPerSecond > limits.callsPerSecond()) {
      return Optional.of(
          new Beyond(
              "callsPerSecond",
              "must be at most %s, the workspace's own"
                  .formatted(
                      new BigDecimal(String.valueOf(limits.callsPerSecond()))
                          .stripTrailingZeros()
                          .toPlainString())));
    }
    int most = limits.maxConcurrentCalls();
    if (maxConcurrency != null && (maxConcurrency < lanes || maxConcurrency > most)) {
      return Optional.of(
          new Beyond(
              "maxConcurrency",
              maxConcurrency > most
                  ? "must be at most %d, the workspace's own maxConcurrentCalls".formatted(most)
                  : "must be at least %d, a call for each lane of the workspace".formatted(lanes)));
    }
    return Optional.empty();
  }

  /** The priority, the usual one where none was said. */
  public int priorityOrUsual() {
    return priority == null ? USUAL_PRIORITY : priority;
  }

  /** When to dial again; never where nothing was said. */
  public RetryPlan callbacksOrNone() {
    return callbacks == null ? RetryPlan.NONE : callbacks;
  }

  /** Whether outcomes have retry rules of their own, rather than a smart callback or none. */
  public boolean hasRetryRules() {
    return callbacks != null && callbacks.smartCallback().isEmpty();
  }

  /** The limits of calls to a number; none where none were said. */
  public CallLimits callLimitsOrNone() {
    return callLimits == null ? CallLimits.NONE : callLimits;
  }
}
