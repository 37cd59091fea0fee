package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;

/** Every process is told to end and started again, one after the other, while files come in. */
@Tag("long")
class RollingRestartTest {
  private static final List<String> ORDER = List.of("dialer", "projector", "ingest", "gateway");
  private static final int ROWS = 15;

  @Test
  void noUploadIsLostAndNobodySeesAFault(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    try (Fleet fleet = Fleet.start(folder, Map.of())) {
      Run run = new Run(fleet.road());
      Customer customer = run.customer(40, 100);
      PatientClient client =
          new PatientClient(
              fleet.all("gateway").stream().map(gateway -> at(gateway, customer)).toList());
      AtomicBoolean over = new AtomicBoolean();
      Queue<Answer> taken = new ConcurrentLinkedQueue<>();
      try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          String name = "client-" + i;
          clients.add(load.submit(() -> upload(client, customer, name, over, taken)));
        }
        clients.add(load.submit(() -> watch(client, over, taken)));
        try {
          restartEverything(fleet);
        } finally {
          over.set(true);
        }
        for (Future<?> each : clients) {
          each.get(Run.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
      }
      run.witness().fault();
      assertThat(taken).isNotEmpty().allMatch(answer -> answer.status() == 200);
      for (Answer answer : taken) {
        run.witness().accepted(customer.client(), answer, Numbers.ordinary(ROWS));
      }
      run.untilComplete();

      System.out.printf(
          "%d uploads taken; %d requests, %d told to wait, %d connections lost, faults: %s%n",
          taken.size(),
          client.asked.get(),
          client.toldToWait.get(),
          client.connectionsLost.get(),
          client.faults);
      assertThat(client.faults).isEmpty();
      assertThat(taken.stream().map(answer -> answer.text("batchId"))).doesNotHaveDuplicates();
      assertThat(customer.client().list("limit=1").ok().path("pagination").path("total").asInt())
          .as("batches, of which none was started twice")
          .isEqualTo(taken.size());
      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
    }
  }

  private static PealClient at(Fleet.Member gateway, Customer customer) {
    return customer.client().at(gateway.address());
  }

  private static void restartEverything(Fleet fleet) {
    for (String service : ORDER) {
      for (Fleet.Member member : fleet.all(service)) {
        member.stop();
        member.start().ready();
      }
    }
  }

  private static Void upload(
      PatientClient client, Customer customer, String name, AtomicBoolean over, Queue<Answer> taken)
      throws InterruptedException {
    for (int i = 0; !over.get(); i++) {
      taken.add(
          client.upload(Customer.csv(Numbers.ordinary(ROWS)), customer.agentId(), name + "-" + i));
      TimeUnit.SECONDS.sleep(2);
    }
    return null;
  }

  private static Void watch(PatientClient client, AtomicBoolean over, Queue<Answer> taken)
      throws InterruptedException {
    while (!over.get()) {
      for (Answer answer : taken.stream().skip(Math.max(0, taken.size() - 5)).toList()) {
        client.status(answer.text("batchId"));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return null;
  }
}
