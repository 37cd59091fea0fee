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
import peal.testkit.api.Answer;

/** Stops of every scope, with every service a process of its own, and a worker killed meanwhile. */
@Tag("long")
class StoppedAndKilledTest {
  @Test
  void nobodyStoppedRingsThoughAWorkerIsKilledAndReplacedAndThenEveryRowRingsOnce(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (SeparateServices services = SeparateServices.start(folder)) {
      Road road = services.road();
      Run run = new Run(road);
      // Six workspaces, so that both workers have lanes.
      List<Customer> customers = Stream.generate(() -> run.customer(10, 50)).limit(6).toList();
      Customer neighbour = run.customer(20, 50);
      List<String> batches =
          customers.stream().map(each -> run.accepted(each, Numbers.ordinary(240))).toList();
      String clock = run.accepted(neighbour, Numbers.ordinary(2_000));
      run.until(batches.getLast(), seen -> seen.ended() >= 10);

      List<Answer> stopped =
          customers.stream().map(each -> road.admin().stopDialing(of(each))).toList();
      assertThat(stopped).extracting(Answer::status).containsOnly(200);
      long effective = stopped.getLast().at().toEpochMilli() + StopDialingTest.EFFECTIVE;
      StopDialingTest.letRing(run, road, clock, 40);

      services.killADialer();
      run.witness().fault();
      services.startADialer();
      // Its lanes go on too, or it would not prove that the others' would.
      StopDialingTest.letRing(run, road, clock, 100);
      batches.forEach(batch ->
          assertThat(StopDialingTest.ringsAfter(road, batch, effective)).as(batch).isEmpty());

      Answer all = road.admin().stopDialing(Map.of("scope", "all"));
      customers.forEach(each -> road.admin().resumeDialing(of(each)).ok());
      long everybody = all.at().toEpochMilli() + StopDialingTest.EFFECTIVE;
      Stream.concat(batches.stream(), Stream.of(clock))
          .forEach(batch -> run.until(batch, seen -> seen.active() == 0));
      assertThat(all.status()).isEqualTo(200);
      assertThat(StopDialingTest.ringsAfter(road, clock, everybody)).isEmpty();

      Answer carrier = road.admin().stopDialing(Map.of("scope", "carrier", "id", "default"));
      road.admin().resumeDialing(Map.of("scope", "all")).ok();
      assertThat(carrier.status()).isEqualTo(200);
      services.killADialer();
      services.startADialer();
      run.witness().fault();
      run.until(clock, seen -> seen.active() == 0);
      assertThat(StopDialingTest.ringsAfter(road, clock, everybody)).isEmpty();
      batches.forEach(batch ->
          assertThat(StopDialingTest.ringsAfter(road, batch, effective)).as(batch).isEmpty());

      road.admin().resumeDialing(Map.of("scope", "carrier", "id", "default")).ok();
      run.cancel(neighbour, clock);
      run.untilComplete();
      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
    }
  }

  private static Map<String, String> of(Customer customer) {
    return Map.of("scope", "workspace", "id", customer.client().workspaceId());
  }
}
