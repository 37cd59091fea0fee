package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoDialAfterCancel;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;

@ExtendWith(SharedRoad.class)
class CancelTest {
  @Test
  void aBatchThatIsCancelledHalfWayRingsNobodyElseAndItsCountsAddUp(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    String batch = run.accepted(customer, Numbers.ordinary(2_000));
    run.until(batch, seen -> seen.ended() >= 60);

    Answer answer = run.cancel(customer, batch);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("batchId")).isEqualTo(batch);
    assertThat(answer.text("status")).isEqualTo("cancelled");
    assertThat(answer.body().path("details").path("cancelledCalls").asInt()).isBetween(1, 1_940);
    assertThat(answer.body().path("details").path("totalCalls").asInt()).isEqualTo(2_000);
    run.untilComplete();
    Judged.nothingBroken(run.evidence())
        .kept(
            List.of(
                NoDialAfterCancel.class,
                CountsAddUp.class,
                EveryRowEndsOnce.class,
                OneRingPerAttempt.class,
                NothingAcceptedIsLost.class));
  }

  @Test
  void aSecondCancelIsAnsweredLikeTheFirst(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(1, 10);
    String batch = run.accepted(customer, Numbers.ordinary(50));

    Answer first = run.cancel(customer, batch);
    run.untilComplete();
    Answer second = run.cancel(customer, batch);

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("status")).isEqualTo("cancelled");
    // A request that was out at the cancel and came back undialed is cancelled after it.
    assertThat(cancelled(second)).isBetween(cancelled(first), cancelled(first) + 10);
    assertThat(cancelled(run.cancel(customer, batch))).isEqualTo(cancelled(second));
    assertThat(second.body().path("details").path("totalCalls").asInt()).isEqualTo(50);
  }

  private static int cancelled(Answer answer) {
    return answer.body().path("details").path("cancelledCalls").asInt(-1);
  }

  @Test
  void aFinishedBatchCannotBeCancelledAndAnUnknownOneIsNotFound(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(50, 10);
    String batch = run.accepted(customer, Numbers.ordinary(2));
    run.untilComplete();

    Answer late = customer.client().cancel(batch);
    Answer unknown = customer.client().cancel("batch_01k8zzzzzzzzzzzzzzzzzzzzzz");

    assertThat(late.status()).isEqualTo(409);
    assertThat(unknown.status()).isEqualTo(404);
  }
}
