package peal.topics;

import java.time.Duration;
import java.util.List;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;

/**
 * A {@link RetryPlan} as it is written. A smart callback looks as it did before outcomes had rules
 * of their own, so that records of old are read, and services of old read it.
 *
 * @param maxAttempts retries of a call
 * @param gaps the waits of a smart callback; null where there are rules
 * @param jitterPercent null for none
 * @param rules null for a smart callback
 */
record StoredRetries(
    int maxAttempts, List<Duration> gaps, Integer jitterPercent, List<RetryRule> rules) {
  static StoredRetries of(RetryPlan plan) {
    return plan.smartCallback()
        .filter(rule -> plan.equals(asSmartCallback(rule)))
        .map(rule -> new StoredRetries(rule.maxAttempts(), rule.gaps(), null, null))
        .orElseGet(() ->
            new StoredRetries(
                plan.maxAttempts(),
                null,
                plan.jitterPercent() == 0 ? null : plan.jitterPercent(),
                plan.rules()));
  }

  private static RetryPlan asSmartCallback(RetryRule rule) {
    return new RetryPlan(rule.maxAttempts(), 0, List.of(rule));
  }

  /** What was written. */
  RetryPlan plan() {
    return rules == null
        // Earlier versions took any length for a gap that no retry comes to.
        ? RetryPlan.smartCallback(maxAttempts, gaps.subList(0, Math.min(gaps.size(), maxAttempts)))
        : new RetryPlan(maxAttempts, jitterPercent == null ? 0 : jitterPercent, rules);
  }
}
