package peal.endtoend;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every service a process of its own, and one of the two workers killed half-way. */
class KilledWorkerTest {
  @Test
  void everyRowEndsAndNobodyIsRungTwiceWhenAWorkerIsKilledHalfWay(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (SeparateServices services = SeparateServices.start(folder)) {
      Run run = new Run(services.road());
      // Eight workspaces, so that both workers have lanes.
      List<Customer> customers = Stream.generate(() -> run.customer(5, 50)).limit(8).toList();
      List<String> batches =
          customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(60))).toList();
      run.until(batches.getLast(), seen -> seen.ended() >= 20);

      services.killADialer();
      run.witness().fault();
      run.untilComplete();

      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
    }
  }
}
