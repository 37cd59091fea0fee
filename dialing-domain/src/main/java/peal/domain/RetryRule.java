package peal.domain;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How often, and after which waits, a call is dialed again whose attempt ended in one of some ways.
 *
 * @param outcomes the ways, of {@link #OUTCOMES}, at least one
 * @param maxAttempts retries after them, 1 to {@value #MOST}
 * @param gaps waits before retry 1, 2, … after them; the last repeats; 1 to {@value #MOST}, each of
 *     one minute to 30 days
 */
public record RetryRule(Set<Outcome> outcomes, int maxAttempts, List<Duration> gaps) {
  /** The most retries, and gaps, of a rule. */
  public static final int MOST = 10;

  /** The shortest gap. */
  public static final Duration LEAST_GAP = Duration.ofMinutes(1);

  /** The longest gap. Calls that wait longer are another campaign's. */
  public static final Duration MOST_GAP = Duration.ofDays(30);

  /**
   * The outcomes after which anybody may be called again: not after a conversation, not where there
   * is no such number, and not where nobody can tell whether it rang.
   */
  public static final Set<Outcome> OUTCOMES =
      Collections.unmodifiableSet(
          EnumSet.of(
              Outcome.BUSY,
              Outcome.NO_ANSWER,
              Outcome.VOICEMAIL,
              Outcome.CARRIER_ERROR,
              Outcome.REJECTED));

  /** Refuses values outside the ranges above, naming the field. */
  public RetryRule {
    if (outcomes == null || outcomes.isEmpty() || !OUTCOMES.containsAll(outcomes)) {
      throw new IllegalArgumentException(
          "rules must be for busy, no_answer, voicemail, carrier_error or rejected");
    }
    if (maxAttempts < 1 || maxAttempts > MOST) {
      throw new IllegalArgumentException("maxAttempts must be 1-" + MOST);
    }
    if (gaps == null || gaps.isEmpty() || gaps.size() > MOST) {
      throw new IllegalArgumentException("gaps must have 1-" + MOST + " entries");
    }
    if (gaps.stream().anyMatch(gap -> gap.compareTo(LEAST_GAP) < 0)) {
      throw new IllegalArgumentException("each gap must be at least one minute");
    }
    if (gaps.stream().anyMatch(gap -> gap.compareTo(MOST_GAP) > 0)) {
      throw new IllegalArgumentException("each gap must be at most 30 days");
    }
    outcomes = Collections.unmodifiableSet(EnumSet.copyOf(outcomes));
    gaps = List.copyOf(gaps);
  }

  /** The wait before retry number {@code retry} (from 1) after one of its outcomes. */
  Duration gap(int retry) {
    return gaps.get(Math.min(retry, gaps.size()) - 1);
  }
}
