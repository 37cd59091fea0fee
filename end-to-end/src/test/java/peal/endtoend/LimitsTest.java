package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
  private static final double MILLIS = 1_000;

  @Test
  void aWorkspaceThatIsGivenAnotherPaceDialsAtThatPaceFromThenOn(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(5, 100);
    String batch = run.accepted(customer, Numbers.ordinary(200));
    run.until(batch, Duration.ofSeconds(30), seen -> seen.ended() >= 5);
    double before = Ledgers.ringsOf(road.ledger(), batch).getLast().time();

    Answer faster = patch(road, run, customer, 50);
    run.until(batch, Duration.ofSeconds(30), seen -> seen.ended() >= 130);
    Answer slower = patch(road, run, customer, 5);
    run.untilComplete(Duration.ofSeconds(60));

    Evidence evidence = run.evidence();
    Judged.nothingBroken(evidence)
        .kept(List.of(NeverFasterThanTheLimit.class, EveryRowEndsOnce.class));
    List<Ring> rings = Ledgers.ringsOf(evidence.ledger().orElseThrow(), batch);
    double settled = slower.at().toEpochMilli() + 2 * MILLIS;
    assertThat(Ledgers.mostInASecond(rings.stream().filter(r -> r.time() <= before).toList()))
        .isBetween(3, 6);
    assertThat(Ledgers.mostInASecond(rings)).isBetween(30, 51);
    assertThat(Ledgers.mostInASecond(rings.stream().filter(r -> r.time() > settled).toList()))
        .isBetween(3, 6);
    assertThat(faster.at()).isBefore(slower.at());
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

    run.untilComplete(Duration.ofSeconds(60));

    Evidence evidence = run.evidence();
    assertThat(evidence.batches().getFirst().snapshots())
        .allMatch(seen -> seen.active() <= 4)
        .anyMatch(seen -> seen.active() > 0);
    Judged.nothingBroken(evidence).kept(List.of(EveryRowEndsOnce.class));
  }
}
