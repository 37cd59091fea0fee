package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files that Peal gives back are good uploads. */
@Timeout(1_200)
@ExtendWith(SharedRoad.class)
class FilesAgainTest {
  private static final String FILE =
      "phone_number,First Name,status,file_status,row,-x,note\n"
          + "+15551001000,Ada,gold,old,7,=cmd,\"a;=b\n@c\"\n"
          + "+15551001001,'=quoted,,,,,'plain\n"
          + "+15551001002,-12.5,+15550100999,\" =1\",\t,\u00A0@x,''-\n"
          + "nobody,Eve,,,,=1,\n"
          + "+15551001000,Ada again,,,,,\n";

  private static String start(Customer customer, byte[] file) {
    Map<String, String> form =
        Map.of(
            "agentId", customer.agentId(),
            "onInvalidRows", "skip",
            "scheduledAt", Instant.now().plusSeconds(86_400).toString());
    String batch = customer.client().upload(file, form).ok().path("batchId").asText();
    // Until the projector has read its rows what it says is marked as stale.
    await().atMost(Run.PATIENCE).until(() -> everyRowIsRead(customer, batch));
    return batch;
  }

  private static boolean everyRowIsRead(Customer customer, String batch) {
    JsonNode page = customer.client().calls(batch, 1, 100, "all").ok();
    return page.path("calls").size()
        == customer.client().status(batch).ok().path("totalCalls").asInt();
  }

  /** Number and variables of each call, in file order. */
  private static List<Map<String, String>> calls(Customer customer, String batch) {
    List<Map<String, String>> calls = new ArrayList<>();
    for (JsonNode call : customer.client().calls(batch, 1, 100, "all").ok().path("calls")) {
      Map<String, String> one =
          new HashMap<>(Map.of(" number", call.path("phone_number").asText()));
      call.path("metadata")
          .properties()
          .forEach(value -> one.put(value.getKey(), value.getValue().asText()));
      calls.add(one);
    }
    return calls;
  }

  @Test
  void resultsAreTheSameNumbersAndVariables(Road road) {
    Customer customer = road.customer(50, 10);
    String first = start(customer, FILE.getBytes(StandardCharsets.UTF_8));

    String second = start(customer, customer.client().file(first, "results.csv"));

    assertThat(calls(customer, first)).hasSize(3);
    assertThat(calls(customer, first).getFirst())
        .containsEntry("status", "gold")
        .containsEntry("file_status", "old")
        .containsEntry("-x", "=cmd");
    assertThat(calls(customer, second)).isEqualTo(calls(customer, first));
  }

  @Test
  void rejectedRowsAreGoodOnceTheyAreMended(Road road) {
    Customer customer = road.customer(50, 10);
    String first = start(customer, FILE.getBytes(StandardCharsets.UTF_8));

    String rejected =
        new String(customer.client().file(first, "rejected.csv"), StandardCharsets.UTF_8);
    String mended = rejected.replace(",nobody,", ",+15551001009,");
    String second = start(customer, mended.getBytes(StandardCharsets.UTF_8));

    assertThat(rejected)
        .startsWith("rejected_row,rejected_code,rejected_reason,phone_number,First Name,")
        .contains("\r\n4,", "\r\n5,duplicate_number,");
    // Whoever was left out as a duplicate has been rung by the first batch.
    assertThat(calls(customer, second))
        .containsExactly(Map.of(" number", "+15551001009", "First Name", "Eve", "-x", "=1"));
  }
}
