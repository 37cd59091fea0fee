package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static peal.domain.Outcome.ANSWERED;
import static peal.domain.Outcome.BUSY;
import static peal.domain.Outcome.CARRIER_ERROR;
import static peal.domain.Outcome.INVALID_NUMBER;
import static peal.domain.Outcome.NO_ANSWER;
import static peal.domain.Outcome.REJECTED;
import static peal.domain.Outcome.UNKNOWN;
import static peal.domain.Outcome.VOICEMAIL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPlanTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private static final RetryPlan PLAN =
      new RetryPlan(4, 0, List.of(rule(BUSY, 3, MINUTE, HOUR), rule(NO_ANSWER, 2, HOUR)));

  @Test
  void aSharedTotalOfFourEndsACallAfterFiveDials() {
    assertThat(waits(PLAN, BUSY, NO_ANSWER, BUSY, NO_ANSWER, BUSY))
        .containsExactly(MINUTE, HOUR, HOUR, HOUR);
  }

  @Test
  void anOutcomeThatHasUsedItsOwnRetriesEndsTheCallThoughTheTotalIsNotUsed() {
    assertThat(waits(PLAN, NO_ANSWER, NO_ANSWER, NO_ANSWER)).hasSize(2);
    assertThat(waits(PLAN, NO_ANSWER, NO_ANSWER, BUSY, NO_ANSWER)).hasSize(3);
    assertThat(waits(PLAN, BUSY, BUSY, BUSY, BUSY)).containsExactly(MINUTE, HOUR, HOUR);
  }

  @Test
  void eachOutcomeCountsItsOwnGaps() {
    assertThat(waits(PLAN, NO_ANSWER, BUSY, BUSY)).containsExactly(HOUR, MINUTE, HOUR);
  }

  @Test
  void anOutcomeWithoutARuleIsNotRetried() {
    assertThat(waits(PLAN, VOICEMAIL)).isEmpty();
    assertThat(waits(PLAN, BUSY, REJECTED)).hasSize(1);
    assertThat(waits(RetryPlan.NONE, BUSY)).isEmpty();
  }

  @Test
  void aDeclinedCallIsRetriedWhereThereIsARuleForIt() {
    RetryPlan plan = new RetryPlan(1, 0, List.of(rule(REJECTED, 1, HOUR)));

    assertThat(waits(plan, REJECTED, REJECTED)).containsExactly(HOUR);
  }

  @Test
  void attemptsThatNobodyRemembersCountForEveryRule() {
    assertThat(PLAN.waitAfter(attempt(3), BUSY, List.of())).contains(HOUR);
    assertThat(PLAN.waitAfter(attempt(3), NO_ANSWER, List.of())).isEmpty();
    assertThat(PLAN.waitAfter(attempt(3), NO_ANSWER, List.of(BUSY))).contains(HOUR);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,3", "4,3", "9,3"})
  void theGapsOfASmartCallbackAreSharedAndTheLastRepeats(int attempt, int hours) {
    RetryPlan plan =
        RetryPlan.smartCallback(
            9, List.of(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3)));
    List<Outcome> before = List.of(BUSY, NO_ANSWER, VOICEMAIL, CARRIER_ERROR);

    assertThat(plan.waitAfter(attempt(attempt), BUSY, before.subList(0, Math.min(attempt - 1, 4))))
        .contains(Duration.ofHours(hours));
  }

  @Test
  void theFirstDialIsNotCountedAsARetry() {
    RetryPlan plan = RetryPlan.smartCallback(2, List.of(HOUR));

    assertThat(waits(plan, BUSY, VOICEMAIL, BUSY)).hasSize(2);
    assertThat(waits(plan, ANSWERED)).isEmpty();
    assertThat(waits(plan, REJECTED)).isEmpty();
    assertThat(waits(plan, UNKNOWN)).isEmpty();
  }

  @Test
  void jitterMakesWaitsLongerByAsMuchAsItsPercentAndTheSameEachTime() {
    RetryPlan plan = new RetryPlan(1, 50, List.of(rule(BUSY, 1, HOUR)));
    List<Duration> waits = new ArrayList<>();
    for (int row = 1; row <= 1_000; row++) {
      waits.add(plan.waitAfter(attempt(row, 1), BUSY, List.of()).orElseThrow());
    }

    assertThat(waits).allMatch(wait -> wait.compareTo(HOUR) >= 0);
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMinutes(90)) < 0);
    for (int from = 60; from < 90; from += 5) {
      Duration least = Duration.ofMinutes(from);
      Duration most = least.plusMinutes(5);
      assertThat(waits)
          .as("a sixth of them from minute %d on", from)
          .filteredOn(wait -> wait.compareTo(least) >= 0 && wait.compareTo(most) < 0)
          .hasSizeBetween(140, 195);
    }
    // Another process must come to the same, so that a replay does.
    assertThat(waits.getFirst()).isEqualTo(Duration.parse("PT1H5M45.318S"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWERED", "INVALID_NUMBER", "UNKNOWN"})
  void afterSomeOutcomesNobodyMayBeCalledAgain(Outcome outcome) {
    assertThatThrownBy(() -> rule(outcome, 1, HOUR)).hasMessageContaining("rules must be for busy");
  }

  @Test
  void whatIsOutsideItsRangeIsRefusedByName() {
    refused("maxAttempts must be 0-10", () -> new RetryPlan(11, 0, PLAN.rules()));
    refused("maxAttempts must be 0-10", () -> new RetryPlan(-1, 0, PLAN.rules()));
    refused("jitterPercent must be 0-50", () -> new RetryPlan(1, 51, PLAN.rules()));
    refused("jitterPercent must be 0-50", () -> new RetryPlan(1, -1, PLAN.rules()));
    refused("rules must have at least one", () -> new RetryPlan(1, 0, List.of()));
    refused(
        "no outcome twice",
        () -> new RetryPlan(1, 0, List.of(rule(BUSY, 1, HOUR), rule(BUSY, 2, HOUR))));
    refused("maxAttempts must be 1-10", () -> rule(BUSY, 0, HOUR));
    refused("maxAttempts must be 1-10", () -> rule(BUSY, 11, HOUR));
    refused("gaps must have 1-10 entries", () -> rule(BUSY, 1));
    refused("at least one minute", () -> rule(BUSY, 1, Duration.ZERO));
    refused("at least one minute", () -> rule(BUSY, 1, HOUR.negated()));
    refused("at most 30 days", () -> rule(BUSY, 1, Duration.ofDays(30).plusMillis(1)));
    refused("rules must be for", () -> new RetryRule(Set.of(), 1, List.of(HOUR)));
  }

  @Test
  void aSmartCallbackIsRefusedOutsideItsRanges() {
    refused("30 days", () -> RetryPlan.smartCallback(4, List.of(Duration.ofDays(8))));
    refused("one minute", () -> RetryPlan.smartCallback(1, List.of(Duration.ofSeconds(59))));
    refused("maxAttempts", () -> RetryPlan.smartCallback(11, List.of(Duration.ofDays(1))));
    refused("maxAttempts", () -> RetryPlan.smartCallback(0, List.of(Duration.ofDays(1))));
  }

  @Test
  void theOrderOfRulesDoesNotCount() {
    assertThat(new RetryPlan(4, 0, PLAN.rules().reversed())).isEqualTo(PLAN);
  }

  @Test
  void onlyOneRuleForAllIsASmartCallback() {
    assertThat(RetryPlan.smartCallback(2, List.of(HOUR)).smartCallback()).isPresent();
    assertThat(PLAN.smartCallback()).isEmpty();
    assertThat(RetryPlan.NONE.smartCallback()).isEmpty();
    assertThat(INVALID_NUMBER).isNotIn(RetryRule.OUTCOMES);
  }

  private static void refused(String because, Runnable made) {
    assertThatThrownBy(made::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }

  /** The waits of a call whose attempts end so, until it is dialed no more. */
  private static List<Duration> waits(RetryPlan plan, Outcome... outcomes) {
    List<Duration> waits = new ArrayList<>();
    List<Outcome> before = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      var wait = plan.waitAfter(attempt(before.size() + 1), outcome, before);
      if (wait.isEmpty()) {
        break;
      }
      waits.add(wait.get());
      before.add(outcome);
    }
    return waits;
  }

  static RetryRule rule(Outcome outcome, int maxAttempts, Duration... gaps) {
    return new RetryRule(Set.of(outcome), maxAttempts, List.of(gaps));
  }

  private static AttemptId attempt(int number) {
    return attempt(1, number);
  }

  private static AttemptId attempt(long row, int number) {
    return new AttemptId(CallId.ofRow(BatchId.ofToken("b"), 0, row), number);
  }
}
