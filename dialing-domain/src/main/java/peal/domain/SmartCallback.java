package peal.domain;

import java.time.Duration;
import java.util.List;

/**
 * When a call that did not get through is dialed again.
 *
 * @param maxAttempts callbacks after the first dial, 1–10
 * @param gaps waits before callback 1, 2, …; the last repeats; 1–10 gaps, each at least one minute,
 *     together at most 30 days over all callbacks
 */
public record SmartCallback(int maxAttempts, List<Duration> gaps) {
  /** Bounds of the API contract, section 2, Start. */
  public SmartCallback {
    if (maxAttempts < 1 || maxAttempts > 10) {
      throw new IllegalArgumentException("maxAttempts must be 1-10");
    }
    if (gaps == null || gaps.isEmpty() || gaps.size() > 10) {
      throw new IllegalArgumentException("gaps must have 1-10 entries");
    }
    gaps = List.copyOf(gaps);
    if (gaps.stream().anyMatch(gap -> gap.compareTo(Duration.ofMinutes(1)) < 0)) {
      throw new IllegalArgumentException("each gap must be at least one minute");
    }
    Duration together = Duration.ZERO;
    for (int callback = 1; callback <= maxAttempts; callback++) {
      together = together.plus(gaps.get(Math.min(callback, gaps.size()) - 1));
    }
    if (together.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("the gaps must be at most 30 days together");
    }
  }

  /** Whether a call that has been dialed {@code attempts} times and ended so is dialed again. */
  public boolean callsBack(int attempts, Outcome outcome) {
    return outcome.worthCallingBack() && attempts <= maxAttempts;
  }

  /** The wait after dial number {@code attempt} (from 1) before the next. */
  public Duration gapAfter(int attempt) {
    return gaps.get(Math.min(attempt, gaps.size()) - 1);
  }
}
