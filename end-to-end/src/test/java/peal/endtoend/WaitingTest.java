package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoDialAfterCancel;

/** Calls whose time has not come: they wait, and say until when. */
@ExtendWith(SharedRoad.class)
class WaitingTest {
  /** 72 seconds; a minute is the least that the contract allows. */
  private static final String CALL_AGAIN =
      "{\"enabled\": true, \"maxAttempts\": 1, \"gaps\": [{\"days\": 0, \"hours\": 0.02}]}";

  @Test
  void aBusyRowWaitsForItsCallbackAndCanStillBeCancelled(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 10);
    Instant before = Instant.now();
    String batch =
        run.accepted(
            customer,
            List.of(Numbers.fixed("0001"), Numbers.fixed("0003")),
            Map.of("smartCallbackConfig", CALL_AGAIN));

    run.until(batch, seen -> seen.failed() == 1 && seen.waiting() == 1);
    JsonNode busy = customer.client().calls(batch, 1, 20, "waiting").ok().path("calls").path(0);
    assertThat(busy.path("phone_number").asText()).isEqualTo(Numbers.fixed("0001"));
    assertThat(busy.path("attempt").asInt()).isEqualTo(1);
    assertThat(Instant.ofEpochMilli(busy.path("nextAttemptAt").asLong()))
        .isBetween(before.plusSeconds(72), Instant.now().plusSeconds(72));

    assertThat(run.cancel(customer, batch).status()).isEqualTo(200);
    run.untilComplete();
    String jobId = busy.path("jobId").asText();
    assertThat(customer.client().call(batch, jobId).ok().path("status").asText())
        .isEqualTo("cancelled");
    Judged.nothingBroken(run.evidence())
        .kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class, NoDialAfterCancel.class));
  }

  @Test
  void nothingRingsBeforeTheScheduledTime(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 10);
    Instant begin = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.MILLIS);
    List<String> numbers = Numbers.ordinary(10);
    String batch =
        run.witness()
            .accepted(
                customer.client(),
                customer.upload(numbers, Map.of("scheduledAt", begin.toString())),
                numbers,
                Optional.of(begin));
    JsonNode queued = customer.client().status(batch).ok();

    run.untilComplete();

    assertThat(queued.path("status").asText()).isEqualTo("queued");
    Evidence evidence = run.evidence();
    assertThat(evidence.ledger().orElseThrow().of(evidence.batches().getFirst()))
        .isNotEmpty()
        .extracting(Ring::time)
        .allMatch(time -> time >= begin.toEpochMilli());
    Judged.nothingBroken(evidence).kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class));
  }
}
