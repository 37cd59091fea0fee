package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;

/**
 * A neighbour whose pace never changes is the clock: how often a batch rings while the neighbour
 * rings so often is its pace, whatever the machine is doing.
 */
@ExtendWith(SharedRoad.class)
class ChangeTest {
  @Test
  void aBatchThatIsSlowedAndSpedUpUnderWayRingsThatMuchBesideItsNeighbour(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    Customer neighbour = run.customer(20, 100);
    String batch = run.accepted(customer, Numbers.ordinary(1_500));
    String clock = run.accepted(neighbour, Numbers.ordinary(5_000));
    run.until(batch, seen -> seen.ended() >= 30);

    Answer slowed = customer.client().change(batch, Map.of("callsPerSecond", 2, "priority", 7));

    assertThat(slowed.status()).isEqualTo(200);
    assertThat(slowed.body().path("revision").asInt()).isEqualTo(2);
    assertThat(slowed.body().path("changed").toString())
        .isEqualTo("[\"callsPerSecond\",\"priority\"]");
    // What was handed out before rings first.
    rings(run, road, batch, clock, 60);
    int slow = rings(run, road, batch, clock, 100);
    assertThat(slow).as("rings while the neighbour rang 100 times at 20/s").isBetween(4, 20);

    Answer repeat = customer.client().change(batch, Map.of("callsPerSecond", 2));
    assertThat(repeat.body().path("revision").asInt()).isEqualTo(2);
    assertThat(repeat.body().path("changed")).isEmpty();
    Answer sped = customer.client().change(batch, Collections.singletonMap("callsPerSecond", null));

    assertThat(sped.status()).isEqualTo(200);
    int fast = rings(run, road, batch, clock, 100);
    assertThat(fast).as("rings while the neighbour rang 100 times at 20/s").isGreaterThan(120);
    run.cancel(neighbour, clock);
    run.untilComplete();
    assertThat(customer.client().change(batch, Map.of("priority", 1)).text("code"))
        .isEqualTo("BATCH_ENDED");
    JsonNode revisions = customer.client().revisions(batch).ok().path("revisions");
    assertThat(revisions).hasSize(3);
    assertThat(revisions.get(0).path("plan").has("callsPerSecond")).isFalse();
    assertThat(revisions.get(1).path("plan").path("callsPerSecond").asDouble()).isEqualTo(2);
    assertThat(revisions.get(1).path("by").asText()).startsWith("key_");
    assertThat(revisions.get(2).path("by").isMissingNode()).isTrue();
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  @Test
  void whatIsLeftWhenTheEndOfABatchComesIsSkipped(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    String batch = run.accepted(customer, Numbers.ordinary(400), Map.of("callsPerSecond", "2"));
    run.until(batch, seen -> seen.ended() >= 3);

    String soon = Instant.now().plusSeconds(5).toString();
    assertThat(customer.client().change(batch, Map.of("endAt", soon)).status()).isEqualTo(200);

    run.untilComplete();
    JsonNode ended = customer.client().status(batch).ok();
    assertThat(ended.path("status").asText()).isEqualTo("completed");
    int skipped = ended.path("progress").path("skippedBy").path("ended").asInt();
    assertThat(skipped)
        .isPositive()
        .isEqualTo(ended.path("progress").path("cancelled").asInt())
        .isEqualTo(400 - Ledgers.ringsOf(road.ledger(), batch).size());
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  /** How often the batch rings until the neighbour has rung so often again. */
  private static int rings(Run run, Road road, String batch, String clock, int times) {
    int before = Ledgers.ringsOf(road.ledger(), batch).size();
    int now = Ledgers.ringsOf(road.ledger(), clock).size();
    run.until(clock, seen -> Ledgers.ringsOf(road.ledger(), clock).size() >= now + times);
    return Ledgers.ringsOf(road.ledger(), batch).size() - before;
  }
}
