package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NeverFasterThanTheLimit;

@ExtendWith(SharedRoad.class)
class LimitsTest {
  /** What was requested before a limit was heard of still rings. */
  private static final double SETTLING_MILLIS = 2_000;

  @Test
  void aWorkspaceThatIsGivenAnotherPaceDialsAtThatPaceFromThenOn(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(5, 100);
    String batch = run.accepted(customer, Numbers.ordinary(3_000));
    run.until(batch, seen -> seen.ended() >= 5);
    double before = Ledgers.ringsOf(road.ledger(), batch).getLast().time();

    Answer faster = patch(road, run, customer, 50);
    run.until(batch, seen -> seen.ended() >= 130);
    Answer slower = patch(road, run, customer, 5);
    double settled = slower.at().toEpochMilli() + SETTLING_MILLIS;
    await()
        .atMost(Run.PATIENCE)
        .until(() -> after(settled, Ledgers.ringsOf(road.ledger(), batch)).size() >= 10);
    run.cancel(customer, batch);
    run.untilComplete();

    Evidence evidence = run.evidence();
    Judged.nothingBroken(evidence)
        .kept(List.of(NeverFasterThanTheLimit.class, EveryRowEndsOnce.class));
    List<Ring> rings = Ledgers.ringsOf(evidence.ledger().orElseThrow(), batch);
    int slowly = Ledgers.mostInASecond(rings.stream().filter(r -> r.time() <= before).toList());
    assertThat(Ledgers.mostInASecond(after(faster.at().toEpochMilli(), rings)))
        .as("rings in a second at the higher pace")
        .isGreaterThan(2 * slowly);
    assertThat(Ledgers.mostInASecond(after(settled, rings)))
        .as("rings at the old pace again, which the promise has judged")
        .isPositive();
  }

  private static List<Ring> after(double millis, List<Ring> rings) {
    return rings.stream().filter(ring -> ring.time() > millis).toList();
  }

  private static Answer patch(Road road, Run run, Customer customer, double callsPerSecond) {
    String id = customer.tenant().workspaceId();
    Answer answer = road.admin().patchWorkspace(id, Map.of("callsPerSecond", callsPerSecond));
    assertThat(answer.status()).isEqualTo(200);
    run.witness().limitsChanged(id, answer.at(), callsPerSecond, 100);
    return answer;
  }

  @Test
  void noMoreCallsAreOpenThanTheWorkspaceMayHave(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(200, 4);
    run.accepted(customer, Numbers.ordinary(40));

    run.untilComplete();

    Evidence evidence = run.evidence();
    assertThat(evidence.batches().getFirst().snapshots())
        .allMatch(seen -> seen.active() <= 4)
        .anyMatch(seen -> seen.active() > 0);
    Judged.nothingBroken(evidence).kept(List.of(EveryRowEndsOnce.class));
  }
}
