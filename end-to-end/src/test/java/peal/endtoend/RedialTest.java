package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;
import peal.testkit.evidence.Ring;

@ExtendWith(SharedRoad.class)
class RedialTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a cell may hold that a file of results must not bend. */
  private static final String ODD = "=1+1 \"Ada\", O'Neil; ä 漢 'x";

  @Test
  void theBusyOnesOfAnEndedBatchAreRungAgainOnceEachByTheRowsThatTheyWere(Road road)
      throws Exception {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    List<String> numbers = numbers();
    Answer upload =
        customer
            .client()
            .upload(
                csv(numbers),
                Map.of("agentId", customer.agentId(), "name", "June", "callsPerSecond", "30"));
    String batch = run.witness().accepted(customer.client(), upload, numbers);
    assertThat(customer.client().redial(batch, Map.of()).text("code")).isEqualTo("BATCH_NOT_ENDED");
    run.untilComplete();
    List<JsonNode> busy =
        results(customer, batch).stream()
            .filter(call -> call.path("outcome").asText().equals("busy"))
            .toList();
    assertThat(busy).hasSizeGreaterThanOrEqualTo(20);

    Map<String, ?> wanted = Map.of("outcomes", List.of("busy"));
    Answer redialed = customer.client().redial(batch, wanted, "again-1");
    Answer repeated = customer.client().redial(batch, wanted, "again-1");

    List<String> again = busy.stream().map(call -> call.path("phone_number").asText()).toList();
    String second = run.witness().accepted(customer.client(), redialed, again);
    assertThat(redialed.body().path("totalCalls").asInt()).isEqualTo(busy.size());
    assertThat(redialed.text("redialOf")).isEqualTo(batch);
    assertThat(repeated.body()).isEqualTo(redialed.body());
    assertThat(repeated.headers().firstValue("Idempotency-Replayed")).contains("true");
    run.untilComplete();
    JsonNode status = customer.client().status(second).ok();
    assertThat(status.path("redialOf").asText()).isEqualTo(batch);
    assertThat(status.path("plan").path("callsPerSecond").asDouble()).isEqualTo(30);
    List<JsonNode> calls = results(customer, second);
    assertThat(calls).hasSameSizeAs(busy);
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).path("row")).isEqualTo(busy.get(i).path("row"));
      assertThat(calls.get(i).path("redialOf")).isEqualTo(busy.get(i).path("jobId"));
      assertThat(calls.get(i).path("metadata")).isEqualTo(busy.get(i).path("metadata"));
    }
    assertThat(Ledgers.ringsOf(road.ledger(), second).stream().map(Ring::number).sorted().toList())
        .isEqualTo(again.stream().sorted().toList());
    assertThat(customer.client().list("").ok().path("batches")).hasSize(2);
    assertThat(customer.client().redial(batch, Map.of("outcomes", List.of("skipped"))).status())
        .isEqualTo(422);
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  /** Sixty ordinary people, and after each third somebody who is always busy. */
  private static List<String> numbers() {
    List<String> numbers = new ArrayList<>(Numbers.ordinary(60));
    IntStream.range(0, 20).forEach(i -> numbers.add(4 * i + 3, "+1555%03d0001".formatted(700 + i)));
    return numbers;
  }

  private static byte[] csv(List<String> numbers) {
    StringBuilder csv = new StringBuilder("first_name,phone_number,=note\n");
    numbers.forEach(number ->
        csv.append('"')
            .append(ODD.replace("\"", "\"\""))
            .append("\",")
            .append(number)
            .append(",\"@two\nlines ")
            .append(number)
            .append("\"\n"));
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<JsonNode> results(Customer customer, String batch) throws IOException {
    List<JsonNode> calls = new ArrayList<>();
    byte[] file = customer.client().file(batch, "results.jsonl");
    for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
      calls.add(JSON.readTree(line));
    }
    return calls;
  }
}
