package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoDialOutsideItsHours;

@ExtendWith(SharedRoad.class)
class CallingHoursTest {
  private static final int DAY = 24 * 60;

  /** From {@code from} to {@code to} minutes after now, by the clock of {@code timezone}. */
  private static Map<String, String> hours(int from, int to, String timezone) {
    int now = Instant.now().atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 60;
    String window =
        "{\"windows\": [{\"start\": %d, \"end\": %d}], \"timezone\": \"%s\"}"
            .formatted((now + from) % DAY, (now + to) % DAY, timezone);
    return Map.of("callTimeWindow", window);
  }

  @Test
  void aBatchRingsWhenItsHoursOpenAndNobodyElseWaitsForThem(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 20);
    String closed = run.accepted(customer, Numbers.ordinary(10), hours(300, 600, "UTC"));
    String opening = run.accepted(customer, Numbers.ordinary(20), hours(1, 600, "UTC"));
    String always = run.accepted(customer, Numbers.ordinary(30));

    run.until(always, seen -> seen.complete());
    String job =
        customer
            .client()
            .calls(closed, 1, 1, "waiting")
            .ok()
            .path("calls")
            .path(0)
            .path("jobId")
            .asText();
    JsonNode history =
        customer.client().get("/v1/api/batch-calls/" + closed + "/calls/" + job + "/history").ok();
    assertThat(history.path("now").asText())
        .startsWith("waiting: outside its calling hours, which open at ");
    run.until(opening, seen -> seen.complete());
    assertThat(Ledgers.ringsOf(road.ledger(), closed)).isEmpty();
    run.cancel(customer, closed);
    run.untilComplete();

    Judged.nothingBroken(run.evidence())
        .kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class, NoDialOutsideItsHours.class));
  }

  /** The area code 555 is nobody's, so nobody knows where its numbers ring. */
  @Test
  void aNumberOfWhichNobodyKnowsWhereItRingsIsSkippedOrGoesByAnotherZone(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 20);
    String window = "{\"windows\": [{\"start\": \"00:00\", \"end\": \"24:00\"}]}";
    String skipped = run.accepted(customer, Numbers.ordinary(12), Map.of("callTimeWindow", window));
    String dialed =
        run.accepted(
            customer,
            Numbers.ordinary(12),
            Map.of("callTimeWindow", window, "unknownTimezone", "America/New_York"));

    run.untilComplete();

    JsonNode progress = customer.client().progress(skipped).ok();
    assertThat(progress.path("cancelled").asInt()).isEqualTo(12);
    assertThat(progress.path("skippedBy").path("unknown_timezone").asInt()).isEqualTo(12);
    JsonNode call = customer.client().calls(skipped, 1, 1, "cancelled").ok().path("calls").path(0);
    assertThat(call.path("outcome").asText()).isEqualTo("skipped");
    assertThat(Ledgers.ringsOf(road.ledger(), skipped)).isEmpty();
    assertThat(Ledgers.ringsOf(road.ledger(), dialed)).isNotEmpty();
    Judged.nothingBroken(run.evidence())
        .kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class, NoDialOutsideItsHours.class));
  }

  @Test
  void rowsOfSeveralZonesWaitApartAndAllRing(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 20);
    List<String> zones = List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "");
    List<String> numbers = Numbers.ordinary(40);
    StringBuilder csv = new StringBuilder("phone_number,first_name,timezone\n");
    for (int row = 0; row < numbers.size(); row++) {
      csv.append(numbers.get(row)).append(",Ada,").append(zones.get(row % 4)).append('\n');
    }
    Map<String, String> form =
        Map.of(
            "agentId",
            customer.agentId(),
            "callTimeWindow",
            "{\"windows\": [{\"start\": \"00:00\", \"end\": \"24:00\"}]}");
    Answer answer = customer.client().upload(csv.toString().getBytes(StandardCharsets.UTF_8), form);
    String batch = run.witness().accepted(customer.client(), answer, numbers);

    run.untilComplete();

    JsonNode progress = customer.client().progress(batch).ok();
    assertThat(progress.path("skippedBy").path("unknown_timezone").asInt()).isEqualTo(10);
    JsonNode row = customer.client().calls(batch, 1, 2, "all").ok().path("calls").path(1);
    assertThat(row.path("zones").path(0).asText()).isEqualTo("America/New_York");
    Judged.nothingBroken(run.evidence())
        .kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class, NoDialOutsideItsHours.class));
  }
}
