package peal.projector.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.domain.BatchPlan;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;

/** When calls of a batch are dialed again, as the API writes it. */
final class RetryAnswers {
  private static final double HOUR = Duration.ofHours(1).toMillis();
  private static final double MINUTE = Duration.ofMinutes(1).toMillis();

  private RetryAnswers() {}

  /** {@code retryRules} or {@code smartCallbackConfig}: never both, as a start has them. */
  static void put(Map<String, Object> body, BatchPlan plan) {
    if (plan.hasRetryRules()) {
      body.put("retryRules", rules(plan.callbacks()));
    } else {
      body.put("smartCallbackConfig", smartCallback(plan.callbacksOrNone()));
    }
  }

  private static Map<String, Object> rules(RetryPlan plan) {
    Map<String, Object> rules = new LinkedHashMap<>();
    for (RetryRule rule : plan.rules()) {
      for (Outcome outcome : rule.outcomes()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("maxAttempts", rule.maxAttempts());
        one.put("gaps", rule.gaps().stream().map(RetryAnswers::exact).toList());
        rules.put(outcome.word(), one);
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("maxAttempts", plan.maxAttempts());
    body.put("jitterPercent", plan.jitterPercent());
    body.put("rules", rules);
    return body;
  }

  private static Map<String, Object> smartCallback(RetryPlan plan) {
    return plan.smartCallback()
        .map(rule -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("enabled", true);
          body.put("maxAttempts", rule.maxAttempts());
          body.put("gaps", rule.gaps().stream().map(RetryAnswers::gap).toList());
          return body;
        })
        .orElse(Map.of("enabled", false));
  }

  private static Map<String, Object> gap(Duration gap) {
    return Map.of("days", gap.toDays(), "hours", (gap.toMillis() % 86_400_000) / HOUR);
  }

  private static Map<String, Object> exact(Duration gap) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("days", gap.toDays());
    body.put("hours", gap.toHoursPart());
    body.put("minutes", (gap.toMillis() % 3_600_000) / MINUTE);
    return body;
  }
}
