package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;

/** What is known of a number, over everything that ever dialed it. */
@ExtendWith(SharedRoad.class)
class NumberHistoryTest {
  private static final String OF = "/v1/api/calls?phone_number=";

  @Test
  void aNumberOfTwoBatchesHasBothItsCallsAndNobodyElses(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    String number = Numbers.ordinary(3).get(1);
    String first = run.accepted(customer, Numbers.ordinary(20));
    run.untilComplete();
    String second = run.accepted(customer, List.of(number));
    run.untilComplete();

    await().atMost(Run.PATIENCE).until(() -> calls(customer, number, "").size() == 2);

    List<JsonNode> calls = calls(customer, number, "");
    assertThat(calls)
        .extracting(call -> call.path("batchId").asText())
        .containsExactly(second, first);
    assertThat(calls)
        .allSatisfy(call -> assertThat(call.path("phone_number").asText()).isEqualTo(number));
    assertThat(calls(customer, number, "&batchId=" + first)).hasSize(1);
    assertThat(calls(customer, number, "&status=waiting")).isEmpty();
    assertThat(calls(customer, number, "&to=" + calls.getFirst().path("startTime").asLong()))
        .hasSize(1);
    assertThat(calls(run.customer(1, 1), number, "")).as("of another workspace").isEmpty();
  }

  @Test
  void nobodyIsLookedForWithoutANumber(Road road) {
    Customer customer = new Run(road).customer(1, 1);

    for (String path : List.of("/v1/api/calls", OF, OF + "12", OF + "%2B12125550123&from=now")) {
      Answer refused = customer.client().get(path);
      assertThat(refused.status()).as(path).isEqualTo(400);
      assertThat(refused.text("field")).isIn("phone_number", "from");
    }
  }

  private static List<JsonNode> calls(Customer customer, String number, String filter) {
    JsonNode found = customer.client().get(OF + "%2B" + number.substring(1) + filter).ok();
    return List.copyOf(found.path("calls").valueStream().toList());
  }
}
