package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** However its attempts end, a call is dialed again no more often, and no sooner, than was said. */
class RetryPlanProperties {
  @Property
  void aCallHasNoMoreRetriesThanItsTotalNorAnOutcomeThanItsOwn(
      @ForAll("plans") RetryPlan plan, @ForAll @Size(20) List<Outcome> outcomes) {
    Map<Outcome, Integer> used = new EnumMap<>(Outcome.class);
    List<Outcome> before = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      AttemptId attempt = attempt(before.size() + 1);
      Optional<Duration> wait = plan.waitAfter(attempt, outcome, before);
      Optional<RetryRule> rule = plan.rule(outcome);
      int own = used.getOrDefault(outcome, 0);
      boolean allowed =
          before.size() < plan.maxAttempts()
              && rule.filter(it -> own < it.maxAttempts()).isPresent();
      assertThat(wait.isPresent()).as("%s after %s", outcome, before).isEqualTo(allowed);
      if (wait.isEmpty()) {
        return;
      }
      Duration gap = rule.orElseThrow().gaps().get(Math.min(own, rule.get().gaps().size() - 1));
      assertThat(wait.get()).isGreaterThanOrEqualTo(gap);
      assertThat(wait.get().toMillis())
          .isLessThanOrEqualTo(gap.toMillis() * (100 + plan.jitterPercent()) / 100);
      used.merge(outcome, 1, Integer::sum);
      before.add(outcome);
    }
    assertThat(before).hasSizeLessThanOrEqualTo(RetryPlan.MOST);
  }

  /** What was forgotten may cost a retry, and never gives one. */
  @Property
  void whoForgetsOutcomesIsNeverDialedMoreOften(
      @ForAll("plans") RetryPlan plan,
      @ForAll @Size(max = 9) List<Outcome> before,
      @ForAll Outcome outcome) {
    AttemptId attempt = attempt(before.size() + 1);
    for (int kept = 0; kept <= before.size(); kept++) {
      List<Outcome> known = before.subList(before.size() - kept, before.size());
      if (plan.waitAfter(attempt, outcome, known).isPresent()) {
        assertThat(plan.waitAfter(attempt, outcome, before)).isPresent();
      }
    }
  }

  private static AttemptId attempt(int number) {
    return new AttemptId(CallId.ofRow(BatchId.ofToken("b"), 0, 7), number);
  }

  @Provide
  Arbitrary<RetryPlan> plans() {
    Arbitrary<Set<Outcome>> outcomes =
        Arbitraries.of(RetryRule.OUTCOMES).set().ofMinSize(1).ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.integers().between(0, RetryPlan.MOST),
            Arbitraries.integers().between(0, RetryPlan.MOST_JITTER),
            outcomes,
            Arbitraries.integers().between(1, RetryRule.MOST).list().ofSize(5),
            gaps().list().ofSize(5))
        .as((total, jitter, of, most, gaps) -> {
          List<RetryRule> rules = new ArrayList<>();
          for (Outcome outcome : of) {
            int at = rules.size();
            rules.add(new RetryRule(Set.of(outcome), most.get(at), gaps.get(at)));
          }
          return new RetryPlan(total, jitter, rules);
        });
  }

  private static Arbitrary<List<Duration>> gaps() {
    return Arbitraries.longs()
        .between(RetryRule.LEAST_GAP.toMillis(), RetryRule.MOST_GAP.toMillis())
        .map(Duration::ofMillis)
        .list()
        .ofMinSize(1)
        .ofMaxSize(RetryRule.MOST);
  }
}
