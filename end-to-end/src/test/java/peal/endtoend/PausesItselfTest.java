package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedRoad.class)
class PausesItselfTest {
  @Test
  void aBatchWhoseCallsAreRejectedPausesItselfSaysWhyAndGoesOnWhenItIsResumed(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(20, 100);
    Customer neighbour = run.customer(20, 100);
    List<String> rejected = IntStream.range(0, 300).mapToObj("+1555%03d0003"::formatted).toList();
    String clock = run.accepted(neighbour, Numbers.ordinary(5_000));

    String batch =
        run.accepted(
            customer,
            rejected,
            Map.of("stopWhen", "{\"failureRate\": 0.5, \"minCalls\": 10, \"windowSeconds\": 600}"));

    // What was handed out before may ring until its slot is over.
    run.until(batch, seen -> seen.status().equals("paused") && seen.active() == 0);
    letRing(run, road, clock, 60);
    int before = Ledgers.ringsOf(road.ledger(), batch).size();
    assertThat(before).isBetween(10, 299);
    letRing(run, road, clock, 60);
    assertThat(Ledgers.ringsOf(road.ledger(), batch)).hasSize(before);
    JsonNode why = customer.client().status(batch).ok().path("pausedBy");
    assertThat(why.path("rule").asText()).isEqualTo("stop_when");
    assertThat(why.path("failureRate").asDouble()).isEqualTo(1);
    assertThat(why.path("calls").asInt()).isGreaterThanOrEqualTo(10);
    assertThat(why.path("at").asLong()).isPositive();
    JsonNode waiting = customer.client().calls(batch, 1, 1, "waiting").ok().at("/calls/0/jobId");
    assertThat(customer.client().why(batch, waiting.asText()).ok().path("rule").asText())
        .isEqualTo("stop_when");
    assertThat(pausedEvents(customer, batch))
        .singleElement()
        .satisfies(event -> assertThat(event.at("/data/pausedBy")).isEqualTo(why));

    assertThat(customer.client().resume(batch).status()).isEqualTo(200);
    await()
        .atMost(Run.PATIENCE)
        .until(() -> Ledgers.ringsOf(road.ledger(), batch).size() >= before + 10);
    run.until(batch, seen -> seen.status().equals("paused"));
    assertThat(turnOff(customer, batch)).isEqualTo(200);
    assertThat(customer.client().resume(batch).status()).isEqualTo(200);
    run.cancel(neighbour, clock);
    run.untilComplete();
    assertThat(Ledgers.ringsOf(road.ledger(), batch)).hasSize(300);
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  private static int turnOff(Customer customer, String batch) {
    Map<String, Object> never = new HashMap<>();
    never.put("stopWhen", null);
    return customer.client().change(batch, never).status();
  }

  private static List<JsonNode> pausedEvents(Customer customer, String batch) {
    JsonNode events = customer.client().get("/v1/api/events?limit=1000").ok().path("events");
    return IntStream.range(0, events.size())
        .mapToObj(events::get)
        .filter(event -> event.path("type").asText().equals("batch.paused"))
        .filter(event -> event.at("/data/batchId").asText().equals(batch))
        .toList();
  }

  /** Waits until the neighbour, who rings at his rate all the time, has rung so often again. */
  private static void letRing(Run run, Road road, String clock, int times) {
    int now = Ledgers.ringsOf(road.ledger(), clock).size();
    run.until(clock, seen -> Ledgers.ringsOf(road.ledger(), clock).size() >= now + times);
  }
}
