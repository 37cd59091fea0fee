package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.testkit.api.Answer;
import peal.testkit.promises.NoDialAfterOptOut;

/**
 * Every service a process of its own, and one of the two workers killed half-way. What a lane was
 * told before holds for the worker that takes it over.
 */
class KilledWorkerTest {
  @Test
  void everyRowEndsNobodyIsRungTwiceAndNobodyOnAListIsDialedWhenAWorkerIsKilled(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (SeparateServices services = SeparateServices.start(folder)) {
      Run run = new Run(services.road());
      // Eight workspaces, so that both workers have lanes.
      List<Customer> customers = Stream.generate(() -> run.customer(5, 50)).limit(8).toList();
      List<String> numbers = Numbers.ordinary(60);
      List<String> batches = new ArrayList<>();
      customers.forEach(customer -> batches.add(run.accepted(customer, numbers)));
      run.until(batches.getLast(), seen -> seen.ended() >= 10);
      customers.forEach(customer -> untilSaid(run, customer, numbers.subList(40, 50)));

      services.killADialer();
      run.witness().fault();
      // Until its lanes have another worker they do not answer; a repeat does no harm.
      customers.forEach(customer -> untilSaid(run, customer, numbers.subList(50, 60)));
      run.untilComplete();

      Judged judged = Judged.nothingBroken(run.evidence());
      judged.kept(Judged.OF_ANY_RUN);
      judged.kept(List.of(NoDialAfterOptOut.class));
    }
  }

  private static void untilSaid(Run run, Customer customer, List<String> numbers) {
    Answer answer = run.doNotCall(customer, numbers, "complaints");
    for (int tries = 0; answer.status() == 503 && tries < 30; tries++) {
      answer = run.doNotCall(customer, numbers, "complaints");
    }
    assertThat(answer.status()).isEqualTo(200);
  }
}
