package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.broker.LoopbackPorts;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.OneRingPerAttempt;

/** One of two dialers cannot reach the carrier, and is healthy otherwise. */
@Tag("long")
class LostWayTest {
  private static final int WORKSPACES = 8;

  @Test
  void theLanesOfADialerThatAloneCannotReachTheCarrierAreDialedByTheOther(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (Fleet fleet = Fleet.start(folder, Map.of())) {
      Fleet.Member lost = fleet.all("dialer").getFirst();
      lost.stop();
      lost.set("PEAL_CARRIER_URL", LoopbackPorts.freeAddress().toString());
      lost.start().ready();
      Run run = new Run(fleet.road());
      List<Customer> customers =
          Stream.generate(() -> run.customer(10, 50)).limit(WORKSPACES).toList();
      run.witness().fault();
      customers.forEach(customer -> run.accepted(customer, Numbers.ordinary(30)));

      run.untilComplete();

      System.out.printf("The lost dialer says %s%n", lost.get("/health/ready"));
      assertThat(lost.get("/metrics")).contains("peal_not_dialed_total");
      Judged.nothingBroken(run.evidence())
          .kept(List.of(EveryRowEndsOnce.class, OneRingPerAttempt.class, NoCallStuck.class));
    }
  }
}
