package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.evidence.Ring;

@ExtendWith(SharedRoad.class)
class CallLimitsTest {
  @Test
  void twoBatchesOfOneNumberObeyItsLimit(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    List<String> numbers = Numbers.ordinary(2);
    String called = numbers.getFirst();
    String first = run.accepted(customer, List.of(called));
    run.untilComplete();

    String second =
        run.accepted(customer, numbers, Map.of("callLimits", "[{\"max\": 1, \"hours\": 24}]"));
    run.until(second, seen -> seen.ended() >= 1);

    String job = customer.client().calls(second, 1, 1, "all").ok().at("/calls/0/jobId").asText();
    await()
        .atMost(Run.PATIENCE)
        .until(() -> rule(customer.client().why(second, job).ok()).equals("call_limit"));
    JsonNode facts = customer.client().why(second, job).ok().path("facts");
    assertThat(facts.path("limit").asText()).isEqualTo("1 per 24 hours");
    assertThat(facts.path("until").asLong()).isPositive();
    assertThat(Ledgers.ringsOf(road.ledger(), first)).hasSize(1);
    assertThat(Ledgers.ringsOf(road.ledger(), second))
        .extracting(Ring::number)
        .containsExactly(numbers.getLast());
    run.cancel(customer, second);
    run.untilComplete();
    Judged.nothingBroken(run.evidence());
  }

  private static String rule(JsonNode why) {
    return why.path("rule").asText();
  }
}
