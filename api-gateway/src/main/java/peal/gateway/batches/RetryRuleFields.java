package peal.gateway.batches;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/**
 * Reads {@code retryRules}, as a start has it: {@code {"maxAttempts": 4, "rules": {"busy":
 * {"maxAttempts": 3, "gaps": [{"minutes": 30}, {"hours": 2}]}}}}.
 */
final class RetryRuleFields {
  static final String NAME = "retryRules";

  private static final Set<String> OUTCOMES =
      RetryRule.OUTCOMES.stream().map(Outcome::word).collect(Collectors.toUnmodifiableSet());

  private RetryRuleFields() {}

  /**
   * When to dial again.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static RetryPlan read(JsonFields plan) {
    plan.refuseOthers(Set.of("maxAttempts", "jitterPercent", "rules"), "Retry rules have");
    int most = required(plan, "maxAttempts", plan.integer("maxAttempts", 0, RetryPlan.MOST));
    int jitter = plan.integer("jitterPercent", 0, RetryPlan.MOST_JITTER).orElse(0);
    List<RetryRule> rules = new ArrayList<>();
    Optional<JsonFields> said = plan.object("rules");
    said.ifPresent(of -> of.refuseOthers(OUTCOMES, "There are rules for"));
    for (Outcome outcome : RetryRule.OUTCOMES) {
      said.flatMap(of -> of.object(outcome.word()))
          .map(it -> rule(outcome, it))
          .ifPresent(rules::add);
    }
    if (rules.isEmpty() && most > 0) {
      throw Refusals.field(
          plan.path("rules"),
          "'%s' must have a rule for one outcome at least, such as busy."
              .formatted(plan.path("rules")));
    }
    return new RetryPlan(most, jitter, rules);
  }

  private static RetryRule rule(Outcome outcome, JsonFields rule) {
    rule.refuseOthers(Set.of("maxAttempts", "gaps"), "A rule has");
    int most = required(rule, "maxAttempts", rule.integer("maxAttempts", 1, RetryRule.MOST));
    List<Duration> gaps =
        required(rule, "gaps", rule.objects("gaps", RetryRule.MOST)).stream()
            .map(RetryRuleFields::gap)
            .toList();
    if (gaps.isEmpty()) {
      throw Refusals.field(
          rule.path("gaps"), "'%s' must have one gap at least.".formatted(rule.path("gaps")));
    }
    return new RetryRule(Set.of(outcome), most, gaps);
  }

  private static Duration gap(JsonFields gap) {
    gap.refuseOthers(Set.of("days", "hours", "minutes"), "A gap has");
    double most = RetryRule.MOST_GAP.toMinutes();
    double minutes =
        gap.number("days", 0, most / 60 / 24).orElse(0.0) * 24 * 60
            + gap.number("hours", 0, most / 60).orElse(0.0) * 60
            + gap.number("minutes", 0, most).orElse(0.0);
    if (!(minutes >= 1 && minutes <= most)) {
      String path = gap.path("");
      String place = path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
      throw Refusals.field(
          place, "'%s' must be at least one minute, and at most 30 days.".formatted(place));
    }
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  private static <T> T required(JsonFields fields, String name, Optional<T> value) {
    return value.orElseThrow(
        () -> Refusals.field(fields.path(name), "'%s' is required.".formatted(fields.path(name))));
  }
}
