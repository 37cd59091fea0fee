package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.RetriesFollowTheRule;

/** Retries by outcome, the whole road; a minute is the shortest gap that there is. */
@Tag("long")
@ExtendWith(SharedRoad.class)
class RetriesByOutcomeTest {
  private static final String ONCE = "{\"maxAttempts\": 1, \"gaps\": [{\"minutes\": 1}]}";
  private static final String RULES =
      "{\"maxAttempts\": 2, \"rules\": {\"busy\": %s, \"rejected\": %s}}".formatted(ONCE, ONCE);

  @Test
  void eachOutcomeIsRetriedAsItsRuleSays(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 10);
    List<String> numbers =
        List.of(
            Numbers.fixed("0001"),
            Numbers.fixed("0002"),
            Numbers.fixed("0003"),
            Numbers.fixed("0004"));
    String batch = run.accepted(customer, numbers, Map.of("retryRules", RULES));

    run.until(batch, seen -> seen.failed() == 1 && seen.waiting() == 3);
    JsonNode waiting = customer.client().calls(batch, 1, 20, "waiting").ok().at("/calls/0");
    JsonNode why = customer.client().why(batch, waiting.path("jobId").asText()).ok();
    assertThat(why.path("rule").asText()).isEqualTo("retry");
    assertThat(why.at("/facts/ofRetries").asInt()).isEqualTo(1);
    JsonNode plan = customer.client().status(batch).ok().path("plan");
    assertThat(plan.at("/retryRules/rules/busy/maxAttempts").asInt()).isEqualTo(1);
    assertThat(plan.has("smartCallbackConfig")).isFalse();

    run.untilComplete();
    Map<String, String> ends = new HashMap<>();
    customer
        .client()
        .calls(batch, 1, 20, "all")
        .ok()
        .path("calls")
        .forEach(call ->
            ends.put(
                call.path("phone_number").asText(),
                call.path("status").asText() + " " + call.path("attempt").asText()));
    assertThat(ends)
        .as("busy and declined are dialed twice, who does not answer once")
        .containsEntry(Numbers.fixed("0001"), "failed 2")
        .containsEntry(Numbers.fixed("0002"), "failed 1")
        .containsEntry(Numbers.fixed("0003"), "failed 2")
        .containsEntry(Numbers.fixed("0004"), "completed 2");
    Judged.nothingBroken(run.evidence())
        .kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class, RetriesFollowTheRule.class));
  }
}
