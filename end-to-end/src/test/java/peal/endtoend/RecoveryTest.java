package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallStatus;
import peal.testkit.api.Answer;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;

/** How long Peal needs to be itself again after something is gone. Prints the seconds. */
@Tag("thorough")
class RecoveryTest {
  private static final Duration DIALED_AGAIN = Duration.ofSeconds(15);
  private static final Duration ANSWERED_AGAIN = Duration.ofSeconds(2);
  private static final Duration PASSED_OVER = Duration.ofSeconds(10);
  private static final Duration CARRIER_AWAY = Duration.ofSeconds(30);
  private static final int WORKSPACES = 8;

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
    run.until(batches.getLast(), Duration.ofSeconds(60), seen -> seen.ended() >= 20);

    Fleet.Member dialer = fleet.all("dialer").getFirst();
    Instant killed = Instant.now();
    dialer.kill();
    run.witness().fault();
    run.untilComplete(Duration.ofSeconds(150));

    Duration longest = Duration.ZERO;
    for (String batch : batches) {
      Duration silence = silence(batch, killed);
      System.out.printf("%s: no ring for %d ms%n", batch, silence.toMillis());
      longest = silence.compareTo(longest) > 0 ? silence : longest;
    }
    System.out.printf(
        "A dialer was killed: its share rang again after %d ms%n", longest.toMillis());
    dialer.start().ready();
    keepsItsPromises(run);
    assertThat(longest).isLessThan(DIALED_AGAIN);
  }

  /** The longest time without a ring of {@code batch} that began or lasted after {@code from}. */
  private static Duration silence(String batch, Instant from) {
    double last = from.toEpochMilli();
    double longest = 0;
    for (Ring ring : Ledgers.ringsOf(fleet.road().ledger(), batch)) {
      longest = Math.max(longest, ring.time() - last);
      last = Math.max(last, ring.time());
    }
    return Duration.ofMillis((long) longest);
  }

  @Test
  void whatAKilledProjectorKnewIsAnsweredByTheOtherAndSaysThatItMayBeOld()
      throws InterruptedException {
    Run run = new Run(fleet.road());
    List<Customer> customers =
        Stream.generate(() -> run.customer(4, 50)).limit(WORKSPACES).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(80))).toList();
    run.until(batches.getLast(), Duration.ofSeconds(60), seen -> seen.ended() >= 20);

    Fleet.Member projector = fleet.all("projector").getFirst();
    long killed = System.nanoTime();
    projector.kill();
    run.witness().fault();
    Looks looks = lookAtAll(customers, batches);
    System.out.printf(
        "A projector was killed: each of %d batches was answered within %d ms, %d by a copy%n",
        WORKSPACES, looks.longest().toMillis(), looks.stale());
    awaitFresh(customers, batches);
    System.out.printf(
        "... and by their owners after %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));

    run.untilComplete(Duration.ofSeconds(120));
    projector.start().ready();
    keepsItsPromises(run);
    assertThat(looks.longest()).isLessThan(ANSWERED_AGAIN);
    assertThat(looks.stale()).as("answers by copies").isPositive();
  }

  @Test
  void aProjectorThatIsPausedKeepsNobodyWaitingForLong() throws InterruptedException {
    Run run = new Run(fleet.road());
    List<Customer> customers = Stream.generate(() -> run.customer(20, 50)).limit(4).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(40))).toList();
    run.untilComplete(Duration.ofSeconds(90));

    Fleet.Member projector = fleet.all("projector").getLast();
    projector.pause();
    run.witness().fault();
    Looks first = lookAtAll(customers, batches);
    Looks second = lookAtAll(customers, batches);
    projector.resume();

    System.out.printf(
        "A projector was paused: each of 4 batches was answered within %d ms, then within %d ms%n",
        first.longest().toMillis(), second.longest().toMillis());
    projector.ready();
    keepsItsPromises(run);
    assertThat(first.longest()).isLessThan(PASSED_OVER);
  }

  /**
   * How a look at some batches went.
   *
   * @param longest from the first question about one of them to its answer
   * @param stale answers that came from a copy
   */
  private record Looks(Duration longest, int stale) {}

  /** Looks until every batch was answered. */
  private static Looks lookAtAll(List<Customer> customers, List<String> batches)
      throws InterruptedException {
    long longest = 0;
    int stale = 0;
    for (int i = 0; i < batches.size(); i++) {
      long asked = System.nanoTime();
      Answer answer = look(customers.get(i), batches.get(i));
      while (answer == null || answer.status() != 200) {
        TimeUnit.MILLISECONDS.sleep(20);
        answer = look(customers.get(i), batches.get(i));
      }
      longest = Math.max(longest, System.nanoTime() - asked);
      stale += answer.headers().firstValue("X-Peal-Stale").isPresent() ? 1 : 0;
    }
    return new Looks(Duration.ofNanos(longest), stale);
  }

  private static void awaitFresh(List<Customer> customers, List<String> batches)
      throws InterruptedException {
    Set<String> fresh = new HashSet<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (fresh.size() < batches.size()) {
      assertThat(System.nanoTime()).as("owners within a minute").isLessThan(deadline);
      for (int i = 0; i < batches.size(); i++) {
        Answer answer = look(customers.get(i), batches.get(i));
        if (answer != null
            && answer.status() == 200
            && answer.headers().firstValue("X-Peal-Stale").isEmpty()) {
          fresh.add(batches.get(i));
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
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
  void aCarrierThatIsAwayCostsNoCallAndNoAttempt() throws InterruptedException {
    Run run = new Run(fleet.road());
    List<Customer> customers = Stream.generate(() -> run.customer(20, 50)).limit(4).toList();
    List<String> batches =
        customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(150))).toList();
    run.until(batches.getFirst(), Duration.ofSeconds(60), seen -> seen.ended() >= 20);

    fleet.faults("{\"down\": true}");
    run.witness().fault();
    Instant down = Instant.now();
    Set<String> seen = new HashSet<>();
    while (Instant.now().isBefore(down.plus(CARRIER_AWAY))) {
      for (Fleet.Member dialer : fleet.all("dialer")) {
        String health = dialer.get("/health/ready");
        assertThat(health).contains("\"status\":\"up\"");
        seen.add(health.contains("failing") ? "failing" : "not failing");
        dialer
            .get("/metrics")
            .lines()
            .filter(line -> line.startsWith("peal_carrier_breaker_state"))
            .forEach(seen::add);
      }
      run.witness().look();
      TimeUnit.SECONDS.sleep(1);
    }
    fleet.faults("{}");
    run.witness().fault();
    Instant back = Instant.now();
    run.untilComplete(Duration.ofSeconds(120));

    System.out.printf(
        "The carrier was away for %d s: all was done %d ms after it came back%n",
        CARRIER_AWAY.toSeconds(), Duration.between(back, Instant.now()).toMillis());
    List<CallRow> calls = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      calls.addAll(customers.get(i).client().allCalls(batches.get(i)).calls());
    }
    assertThat(calls).hasSize(600).allMatch(call -> call.status() == CallStatus.COMPLETED);
    assertThat(fleet.road().ledger().rings())
        .filteredOn(ring -> batches.stream().anyMatch(batch -> batch.endsWith(ring.token())))
        .hasSize(600)
        .allMatch(ring -> ring.attemptId().endsWith("#1"));
    assertThat(seen).contains("failing", "peal_carrier_breaker_state 2.0");
    keepsItsPromises(run);
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
