package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;
import peal.testkit.evidence.Ring;

/**
 * A stop of one workspace, beside a neighbour who goes on. Wider stops are tried where nobody else
 * is.
 */
@ExtendWith(SharedRoad.class)
@Tag("thorough")
class StopDialingTest {
  /** By when the stop must be effective, ms after the answer. */
  static final long EFFECTIVE = 1_000;

  @Test
  void aWorkspaceThatStoppedItselfRingsNobodyWhileANeighbourRingsAndGoesOnToItsEnd(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    Customer neighbour = run.customer(20, 100);
    String batch = run.accepted(customer, Numbers.ordinary(800));
    String clock = run.accepted(neighbour, Numbers.ordinary(5_000));
    run.until(batch, seen -> seen.ended() >= 30);

    Answer stopped = customer.client().stopDialing("a test");

    assertThat(stopped.status()).isEqualTo(200);
    long effective = stopped.at().toEpochMilli() + EFFECTIVE;
    run.until(batch, seen -> seen.active() == 0);
    letRing(run, road, clock, 100);
    assertThat(ringsAfter(road, batch, effective)).isEmpty();
    int before = Ledgers.ringsOf(road.ledger(), batch).size();
    assertThat(before).isBetween(30, 799);
    Answer seen = customer.client().dialing();
    assertThat(seen.ok().path("stopped").asBoolean()).isTrue();

    Answer resumed = customer.client().resumeDialing();

    assertThat(resumed.status()).isEqualTo(200);
    run.until(batch, each -> Ledgers.ringsOf(road.ledger(), batch).size() > before);
    run.cancel(neighbour, clock);
    run.untilComplete();
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  static List<Ring> ringsAfter(Road road, String batch, long millis) {
    return Ledgers.ringsOf(road.ledger(), batch).stream()
        .filter(ring -> ring.time() > millis)
        .toList();
  }

  /** Waits until the neighbour, who rings at his rate all the time, has rung so often again. */
  static void letRing(Run run, Road road, String clock, int times) {
    int now = Ledgers.ringsOf(road.ledger(), clock).size();
    run.until(clock, seen -> Ledgers.ringsOf(road.ledger(), clock).size() >= now + times);
  }
}
