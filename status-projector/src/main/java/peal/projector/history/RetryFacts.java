package peal.projector.history;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import peal.domain.BatchPlan;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;

/** What the retries of a batch mean to a call. */
final class RetryFacts {
  private RetryFacts() {}

  /** Which retry is next, of how many. */
  static void next(Map<String, Object> facts, CallView view, BatchPlan plan) {
    List<Outcome> outcomes = outcomes(view);
    facts.put("attempt", view.closed() + 1);
    if (!outcomes.isEmpty()) {
      facts.put("outcome", outcomes.getLast().word());
    }
    if (plan.callbacks() != null) {
      facts.put("ofAttempts", plan.callbacks().maxAttempts() + 1);
    }
    if (plan.hasRetryRules() && !outcomes.isEmpty()) {
      plan.callbacks()
          .rule(outcomes.getLast())
          .ifPresent(rule -> {
            facts.put("retry", used(rule, outcomes));
            facts.put("ofRetries", rule.maxAttempts());
          });
    }
  }

  /**
   * Why a call that has ended is not dialed again, to follow how it ended; empty where its batch
   * has no rules, the call was answered, or rules that came later would retry it.
   */
  static String spent(CallView view, BatchPlan plan) {
    if (!plan.hasRetryRules() || !RetryRule.OUTCOMES.contains(view.outcome())) {
      return "";
    }
    RetryPlan retries = plan.callbacks();
    if (view.closed() > retries.maxAttempts()) {
      return "; all of its retries are used (%d)".formatted(retries.maxAttempts());
    }
    String word = view.outcome().word();
    return retries
        .rule(view.outcome())
        .map(rule ->
            used(rule, outcomes(view)) > rule.maxAttempts()
                ? "; all of its retries after %s are used (%d)".formatted(word, rule.maxAttempts())
                : "")
        .orElse("; there is no retry after " + word);
  }

  /** How many attempts ended in a way that is the rule's. */
  private static int used(RetryRule rule, List<Outcome> outcomes) {
    return Math.toIntExact(outcomes.stream().filter(rule.outcomes()::contains).count());
  }

  private static List<Outcome> outcomes(CallView view) {
    return view.attempts().stream().map(Attempt::outcome).filter(Objects::nonNull).toList();
  }
}
