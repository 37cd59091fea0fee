package peal.domain;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a call that did not get through is dialed again. An outcome without a rule is not retried.
 *
 * @param maxAttempts retries after the first dial, whatever they follow: 0 to {@value #MOST}
 * @param jitterPercent by how much a wait may be longer than its gap, percent of the gap, 0 to
 *     {@value #MOST_JITTER}
 * @param rules how often after which outcome, no outcome in two of them; at least one where {@code
 *     maxAttempts} is above 0
 */
public record RetryPlan(int maxAttempts, int jitterPercent, List<RetryRule> rules) {
  /** The most retries of a call. */
  public static final int MOST = 10;

  /** The largest jitter, percent. */
  public static final int MOST_JITTER = 50;

  /** The outcomes after which a smart callback dials again (API contract, section 2, Start). */
  public static final Set<Outcome> SMART_CALLBACK =
      Collections.unmodifiableSet(
          EnumSet.of(Outcome.BUSY, Outcome.NO_ANSWER, Outcome.VOICEMAIL, Outcome.CARRIER_ERROR));

  /** Nobody is dialed again. */
  public static final RetryPlan NONE = new RetryPlan(0, 0, List.of());

  /** 2^64 over the golden ratio: multiples of it fill the range evenly (Knuth, 6.4). */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final Duration MOST_TOGETHER = Duration.ofDays(30);

  /** Refuses values outside the ranges above, naming the field. */
  public RetryPlan {
    if (maxAttempts < 0 || maxAttempts > MOST) {
      throw new IllegalArgumentException("maxAttempts must be 0-" + MOST);
    }
    if (jitterPercent < 0 || jitterPercent > MOST_JITTER) {
      throw new IllegalArgumentException("jitterPercent must be 0-" + MOST_JITTER);
    }
    if (rules == null || rules.isEmpty() && maxAttempts > 0) {
      throw new IllegalArgumentException("rules must have at least one");
    }
    EnumSet<Outcome> seen = EnumSet.noneOf(Outcome.class);
    if (!rules.stream().flatMap(rule -> rule.outcomes().stream()).allMatch(seen::add)) {
      throw new IllegalArgumentException("rules must have no outcome twice");
    }
    rules =
        rules.stream()
            .sorted(Comparator.comparing(rule -> rule.outcomes().iterator().next()))
            .toList();
  }

  /**
   * One rule for all outcomes of {@link #SMART_CALLBACK}, which share its gaps.
   *
   * @param maxAttempts callbacks after the first dial, 1–10
   * @param gaps waits before callback 1, 2, …; the last repeats; 1–10 gaps, each at least one
   *     minute, together at most 30 days over all callbacks
   * @throws IllegalArgumentException outside these ranges, naming the field
   */
  public static RetryPlan smartCallback(int maxAttempts, List<Duration> gaps) {
    RetryRule rule = new RetryRule(SMART_CALLBACK, maxAttempts, gaps);
    Duration together = Duration.ZERO;
    for (int retry = 1; retry <= maxAttempts; retry++) {
      together = together.plus(rule.gap(retry));
    }
    if (together.compareTo(MOST_TOGETHER) > 0) {
      throw new IllegalArgumentException("the gaps must be at most 30 days together");
    }
    return new RetryPlan(maxAttempts, 0, List.of(rule));
  }

  /** Its only rule, where it is a smart callback; empty where outcomes have rules of their own. */
  public Optional<RetryRule> smartCallback() {
    return rules.size() == 1 && rules.getFirst().outcomes().equals(SMART_CALLBACK)
        ? Optional.of(rules.getFirst())
        : Optional.empty();
  }

  /** The rule for an outcome; empty where it is not retried. */
  public Optional<RetryRule> rule(Outcome outcome) {
    return rules.stream().filter(rule -> rule.outcomes().contains(outcome)).findFirst();
  }

  /**
   * The wait before a call is dialed again; empty where it is not.
   *
   * @param ended the attempt that is over
   * @param outcome how it ended
   * @param before how earlier attempts of the call ended, in any order. Those of which nobody
   *     remembers it are not in it, and count for every rule
   */
  public Optional<Duration> waitAfter(AttemptId ended, Outcome outcome, List<Outcome> before) {
    int retries = ended.number() - 1;
    if (retries >= maxAttempts) {
      return Optional.empty();
    }
    return rule(outcome)
        .flatMap(rule -> {
          long others = before.stream().filter(it -> !rule.outcomes().contains(it)).count();
          int used = retries - Math.toIntExact(others);
          return used < rule.maxAttempts()
              ? Optional.of(spread(rule.gap(used + 1), ended))
              : Optional.empty();
        });
  }

  /** So that calls that failed together do not come back together. */
  private Duration spread(Duration gap, AttemptId ended) {
    // What a text hashes to is specified, so every process, and every replay, comes to the same.
    double part = (ended.toString().hashCode() * GOLDEN >>> 11) * 0x1p-53;
    return gap.plusMillis((long) (gap.toMillis() * jitterPercent / 100.0 * part));
  }
}
