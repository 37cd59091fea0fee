package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;

@ExtendWith(SharedRoad.class)
class PauseTest {
  @Test
  void aPausedBatchRingsNobodyWhileANeighbourRingsAndGoesOnToItsEnd(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    Customer neighbour = run.customer(20, 100);
    String batch = run.accepted(customer, Numbers.ordinary(800));
    String clock = run.accepted(neighbour, Numbers.ordinary(5_000));
    run.until(batch, seen -> seen.ended() >= 30);

    Answer paused = customer.client().pause(batch);

    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.text("status")).isEqualTo("paused");
    // What was handed out before may ring until its slot is over.
    run.until(batch, seen -> seen.status().equals("paused") && seen.active() == 0);
    letRing(run, road, clock, 60);
    int before = Ledgers.ringsOf(road.ledger(), batch).size();
    assertThat(before).isBetween(30, 799);
    letRing(run, road, clock, 60);
    assertThat(Ledgers.ringsOf(road.ledger(), batch)).hasSize(before);
    assertThat(customer.client().pause(batch).text("status")).as("a repeat").isEqualTo("paused");
    assertThat(
            customer.client().list("status=paused").ok().path("pagination").path("total").asInt())
        .isEqualTo(1);

    Answer resumed = customer.client().resume(batch);

    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.text("status")).isEqualTo("processing");
    run.cancel(neighbour, clock);
    run.untilComplete();
    assertThat(customer.client().pause(batch).status()).isEqualTo(409);
    assertThat(customer.client().resume(batch).text("code")).isEqualTo("BATCH_ENDED");
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  /** Waits until the neighbour, who rings at his rate all the time, has rung so often again. */
  private static void letRing(Run run, Road road, String clock, int times) {
    int now = Ledgers.ringsOf(road.ledger(), clock).size();
    run.until(clock, seen -> Ledgers.ringsOf(road.ledger(), clock).size() >= now + times);
  }
}
