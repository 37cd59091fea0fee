package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.testkit.evidence.Ring;

/**
 * A carrier that does not know its keys: each request rings a phone, so one that is sent again is
 * heard. Its answers are lost, and a worker is killed with requests under way. Some outcomes may be
 * unknown then; nobody is asked for twice. The kill test does this at length ({@code ChaosTest}).
 */
class CarelessCarrierTest {
  private static final String UNCLEAR = "peal_dials_total{carrier=\"default\",result=\"unclear\"}";

  private static final Map<String, String> CARELESS =
      Map.of("PEAL_SIMULATOR_HONOURS_KEYS", "false", "PEAL_CARRIER_IDEMPOTENT", "false");

  @Test
  void noAttemptIsAskedForTwiceWhenAnswersAreLostAndAWorkerIsKilled(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (SeparateServices services = SeparateServices.start(folder, CARELESS)) {
      Run run = new Run(services.road());
      // Eight workspaces, so that both workers have lanes.
      List<Customer> customers = Stream.generate(() -> run.customer(5, 50)).limit(8).toList();
      services.faults("{\"lostAnswerRate\": 0.2, \"slowPostMillis\": 400}");
      List<String> batches =
          customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(30))).toList();
      run.until(batches.getLast(), seen -> seen.ended() >= 8);

      services.killADialer();
      run.witness().fault();
      run.untilComplete();

      List<Ring> rings =
          batches.stream()
              .flatMap(batch -> Ledgers.ringsOf(services.road().ledger(), batch).stream())
              .toList();
      assertThat(rings).isNotEmpty().allMatch(ring -> ring.requests() == 1 && ring.count() == 1);
      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
      assertThat(lostAnswers(services)).as("answers that were lost").isPositive();
    }
  }

  private static double lostAnswers(SeparateServices services) {
    return services.dialers().stream()
        .mapToDouble(dialer -> dialer.figure(UNCLEAR).orElse(0))
        .sum();
  }
}
