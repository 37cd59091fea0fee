package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.NoDialAfterOptOut;

@ExtendWith(SharedRoad.class)
class DoNotCallTest {
  private static final String COMPLAINTS = "complaints";

  @Test
  void whoeverIsPutOnAListWhileABatchRunsIsSkippedAndTheCountsAddUp(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    List<String> numbers = Numbers.ordinary(300);
    String batch = run.accepted(customer, numbers);
    run.until(batch, seen -> seen.ended() >= 20);
    List<String> last = numbers.subList(200, 300);

    Answer answer = run.doNotCall(customer, last, COMPLAINTS);

    assertThat(answer.ok().path("added").asInt()).isEqualTo(100);
    assertThat(customer.client().doNotCall(last, COMPLAINTS).ok().path("already").asInt())
        .as("a repeat")
        .isEqualTo(100);
    run.untilComplete();
    JsonNode status = customer.client().status(batch).ok();
    assertThat(status.path("status").asText()).isEqualTo("completed");
    long skipped = status.path("progress").path("skippedBy").path("do_not_call").asLong();
    assertThat(skipped).isPositive().isLessThanOrEqualTo(100);
    assertThat(Ledgers.ringsOf(road.ledger(), batch)).hasSize((int) (300 - skipped));
    assertThat(customer.client().doNotCall("").ok().path("total").asInt()).isEqualTo(100);
    Judged.nothingBroken(run.evidence()).kept(List.of(NoDialAfterOptOut.class));
  }

  @Test
  void whoSaysSoOnThePhoneIsCalledByNoOtherBatch(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    String wantsNoMore = Numbers.fixed("0010");
    String first = run.accepted(customer, List.of(wantsNoMore));
    run.until(first, seen -> seen.complete());

    String second = run.accepted(customer, List.of(Numbers.ordinary(1).getFirst(), wantsNoMore));
    run.untilComplete();

    assertThat(Ledgers.ringsOf(road.ledger(), first)).hasSize(1);
    assertThat(Ledgers.ringsOf(road.ledger(), second))
        .extracting(Ring::number)
        .doesNotContain(wantsNoMore);
    JsonNode entries = customer.client().doNotCall("list=opt-out").ok().path("entries");
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).path("phone_number").asText()).isEqualTo(wantsNoMore);
    JsonNode skipped = customer.client().calls(second, 1, 10, "cancelled").ok().path("calls");
    assertThat(skipped).hasSize(1);
    assertThat(skipped.get(0).path("outcome").asText()).isEqualTo("skipped");
    assertThat(skipped.get(0).path("skippedBy").asText()).isEqualTo("do_not_call");
  }

  @Test
  void whoIsTakenOffAListIsCalledAgain(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    List<String> numbers = Numbers.ordinary(2);
    customer.client().doNotCall(numbers, COMPLAINTS).ok();

    Answer off = customer.client().callAgain(numbers.subList(0, 1), COMPLAINTS);

    assertThat(off.ok().path("removed").asInt()).isOne();
    String batch = run.accepted(customer, numbers);
    run.untilComplete();
    assertThat(Ledgers.ringsOf(road.ledger(), batch))
        .extracting(Ring::number)
        .containsExactly(numbers.getFirst());
  }

  @Test
  void aFileReplacesAListAndNobodyOfItIsCalled(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    List<String> numbers = Numbers.ordinary(6);
    customer.client().doNotCall(numbers.subList(0, 3), COMPLAINTS).ok();
    customer.client().doNotCall(numbers.subList(0, 1), "others").ok();

    JsonNode replaced =
        customer
            .client()
            .importDoNotCall(
                file(numbers.subList(2, 5)), Map.of("list", COMPLAINTS, "mode", "replace"))
            .ok();

    assertThat(replaced.path("added").asInt()).isEqualTo(2);
    assertThat(replaced.path("already").asInt()).isOne();
    assertThat(replaced.path("removed").asInt()).isEqualTo(2);
    assertThat(
            customer
                .client()
                .doNotCall("list=" + COMPLAINTS)
                .ok()
                .path("entries")
                .findValuesAsText("phone_number"))
        .containsExactlyInAnyOrderElementsOf(numbers.subList(2, 5));
    String batch = run.accepted(customer, numbers);
    run.untilComplete();
    assertThat(Ledgers.ringsOf(road.ledger(), batch))
        .extracting(Ring::number)
        .as("those that were taken off and are on no other list, and who was never on one")
        .containsExactlyInAnyOrder(numbers.get(1), numbers.get(5));
  }

  @Test
  void aFileWithAWrongRowPutsNobodyOn(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    byte[] wrong = file(List.of(Numbers.ordinary(1).getFirst(), "nobody"));

    Answer refused = customer.client().importDoNotCall(wrong, Map.of("list", COMPLAINTS));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/errors/0/row").asInt()).isEqualTo(2);
    assertThat(customer.client().doNotCall("").ok().path("total").asInt()).isZero();
    JsonNode skipped =
        customer
            .client()
            .importDoNotCall(wrong, Map.of("list", COMPLAINTS, "onInvalidRows", "skip"))
            .ok();
    assertThat(skipped.path("added").asInt()).isOne();
    assertThat(skipped.at("/skipped/invalid").asInt()).isOne();
  }

  private static byte[] file(List<String> numbers) {
    return ("phone_number\n" + String.join("\n", numbers) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEntryThatEndsHoldsACallBackAndSaysWhy(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    String number = Numbers.ordinary(1).getFirst();
    Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    customer
        .client()
        .doNotCall(
            Map.of("numbers", List.of(number), "list", COMPLAINTS, "until", until.toString()))
        .ok();

    String batch = run.accepted(customer, List.of(number));
    String job = customer.client().calls(batch, 1, 1, "all").ok().at("/calls/0/jobId").asText();
    JsonNode why = customer.client().why(batch, job).ok();

    assertThat(why.path("verdict").asText()).isEqualTo("waiting");
    assertThat(why.path("rule").asText()).isEqualTo("do_not_call");
    assertThat(why.path("facts").path("list").asText()).isEqualTo(COMPLAINTS);
    assertThat(why.path("facts").path("until").asLong()).isEqualTo(until.toEpochMilli());
    assertThat(Ledgers.ringsOf(road.ledger(), batch)).isEmpty();
    run.cancel(customer, batch);
    run.untilComplete();
  }
}
