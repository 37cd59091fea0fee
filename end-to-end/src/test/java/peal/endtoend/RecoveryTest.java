package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallStatus;
import peal.testkit.api.Answer;
import peal.testkit.api.Scrape;
import peal.testkit.evidence.CallRow;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;

/** Peal is itself again after something is gone, before that comes back. */
@Tag("thorough")
class RecoveryTest {
  private static final int WORKSPACES = 12;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = Fleet.start(folder, Map.of());
  }

  @AfterAll
  static void end() {
    fleet.close();
  }

  @Test
  void theShareOfAKilledDialerIsDialedByTheOther() {
    Run run = new Run(fleet.road());
    List<Customer> customers =
        Stream.generate(() -> run.customer(4, 50)).limit(WORKSPACES).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(140))).toList();
    run.until(batches.getLast(), seen -> seen.ended() >= 20);

    Fleet.Member dialer = fleet.all("dialer").getFirst();
    dialer.kill();
    run.witness().fault();
    run.untilComplete();

    for (String batch : batches) {
      assertThat(Ledgers.ringsOf(fleet.road().ledger(), batch))
          .as("rings before the killed one is back")
          .hasSizeGreaterThanOrEqualTo(140);
    }
    dialer.start().ready();
    keepsItsPromises(run);
  }

  @Test
  void whatAKilledProjectorKnewIsAnsweredByTheOtherAndSaysThatItMayBeOld() {
    Run run = new Run(fleet.road());
    List<Customer> customers =
        Stream.generate(() -> run.customer(4, 50)).limit(WORKSPACES).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(80))).toList();
    run.until(batches.getLast(), seen -> seen.ended() >= 20);

    Fleet.Member projector = fleet.all("projector").getFirst();
    projector.kill();
    run.witness().fault();
    int stale = staleAnswersOfAll(customers, batches);
    System.out.printf(
        "A projector was killed: of %d batches %d were answered by a copy%n", WORKSPACES, stale);
    awaitFresh(customers, batches);

    run.untilComplete();
    projector.start().ready();
    keepsItsPromises(run);
    assertThat(stale).as("answers by copies, before the lanes had other owners").isPositive();
  }

  @Test
  void whatAPausedProjectorKnowsIsAnsweredBeforeItGoesOn() {
    Run run = new Run(fleet.road());
    List<Customer> customers = Stream.generate(() -> run.customer(20, 50)).limit(4).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(40))).toList();
    run.untilComplete();

    Fleet.Member projector = fleet.all("projector").getLast();
    projector.pause();
    run.witness().fault();
    try {
      staleAnswersOfAll(customers, batches);
      staleAnswersOfAll(customers, batches);
    } finally {
      projector.resume();
    }

    projector.ready();
    keepsItsPromises(run);
  }

  /** Looks until every batch was answered; how many of the answers came from a copy. */
  private static int staleAnswersOfAll(List<Customer> customers, List<String> batches) {
    int stale = 0;
    for (int i = 0; i < batches.size(); i++) {
      Customer customer = customers.get(i);
      String batch = batches.get(i);
      Answer answer =
          await()
              .atMost(Run.PATIENCE)
              .pollInterval(Duration.ofMillis(20))
              .until(() -> look(customer, batch), RecoveryTest::isGood);
      stale += answer.stale() ? 1 : 0;
    }
    return stale;
  }

  private static boolean isGood(Answer answer) {
    return answer != null && answer.status() == 200;
  }

  private static void awaitFresh(List<Customer> customers, List<String> batches) {
    for (int i = 0; i < batches.size(); i++) {
      Customer customer = customers.get(i);
      String batch = batches.get(i);
      await()
          .atMost(Run.PATIENCE)
          .until(() -> look(customer, batch), answer -> isGood(answer) && !answer.stale());
    }
  }

  private static Answer look(Customer customer, String batch) {
    try {
      return customer.client().status(batch);
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  @Test
  void aCarrierThatIsAwayCostsNoCallAndNoAttempt() {
    Run run = new Run(fleet.road());
    List<Customer> customers = Stream.generate(() -> run.customer(20, 50)).limit(4).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(150))).toList();
    run.until(batches.getFirst(), seen -> seen.ended() >= 20);

    fleet.faults("{\"down\": true}");
    run.witness().fault();
    // Until a breaker has opened, tried again in vain, and opened once more.
    List<Health> seen = new ArrayList<>();
    await()
        .atMost(Run.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          run.witness().look();
          fleet.all("dialer").forEach(dialer -> seen.add(Health.of(dialer)));
          return seen.stream().anyMatch(health -> health.openings() >= 2);
        });
    assertThat(seen).allMatch(Health::up).anyMatch(Health::failing);
    fleet.faults("{}");
    run.witness().fault();
    run.untilComplete();

    List<CallRow> calls = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      calls.addAll(customers.get(i).client().allCalls(batches.get(i)).calls());
    }
    assertThat(calls).hasSize(600).allMatch(call -> call.status() == CallStatus.COMPLETED);
    assertThat(fleet.road().ledger().rings())
        .filteredOn(ring -> batches.stream().anyMatch(batch -> batch.endsWith(ring.token())))
        .hasSize(600)
        .allMatch(ring -> ring.attemptId().endsWith("#1"));
    keepsItsPromises(run);
  }

  /** What a dialer says of itself. */
  private record Health(boolean up, boolean failing, double openings) {
    static Health of(Fleet.Member dialer) {
      String said = dialer.get("/health/ready");
      return new Health(
          said.contains("\"status\":\"up\""),
          said.contains("failing"),
          new Scrape(dialer.address()).figure("peal_carrier_breaker_openings_total").orElse(0));
    }
  }

  private static void keepsItsPromises(Run run) {
    Judged.nothingBroken(run.evidence())
        .kept(
            List.of(
                EveryRowEndsOnce.class,
                OneRingPerAttempt.class,
                CountsAddUp.class,
                NoCallStuck.class,
                NothingAcceptedIsLost.class));
  }
}
