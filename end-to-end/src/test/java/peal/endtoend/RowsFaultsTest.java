package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.service.kafka.KafkaClients;
import peal.standalone.bench.TopicSizes;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;
import peal.testkit.evidence.Ring;

/** Rows that are added to a running batch while what adds and dials them is killed. */
@Tag("thorough")
class RowsFaultsTest {
  private static final String ROWS = "call-jobs";
  private static final int FIRST = 300;
  private static final int MORE = 3_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void whateverIsKilledEachRowIsRungOnceAndTheBatchEndsWithItsClose() throws Exception {
    try (Fleet fleet =
            Fleet.start(
                folder, Map.of("PEAL_SEAL_SECONDS", "30", "PEAL_KAFKA_PATIENCE_MILLIS", "3000"));
        Admin admin = new KafkaClients(fleet.broker().bootstrapServers()).admin("counting")) {
      Run run = new Run(fleet.road());
      Customer customer = run.customer(150, 200);
      PealClient client = customer.client();
      List<String> numbers = new ArrayList<>(Numbers.ordinary(FIRST + MORE + 10));
      Answer started = customer.upload(numbers.subList(0, FIRST), Map.of("keepOpen", "true"));
      String batch = started.ok().path("batchId").asText();
      byte[] more = Customer.csv(numbers.subList(FIRST, FIRST + MORE));

      // Ingest is killed while it adds rows to a batch that is being dialed.
      long before = rowsInKafka(admin);
      CompletableFuture<Answer> cut =
          CompletableFuture.supplyAsync(() -> client.addRows(batch, more, "more"));
      await()
          .atMost(Run.PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> rowsInKafka(admin) > before);
      fleet.all("ingest").parallelStream().forEach(Fleet.Member::kill);
      long written = rowsInKafka(admin) - before;
      Answer first = cut.get(Run.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      System.out.printf("killed after %,d of %,d rows: %d%n", written, MORE, first.status());
      // Of all that were written nobody knows whether they were committed.
      assertThat(first.status()).isIn(200, 500);
      if (first.status() == 500) {
        assertThat(first.body().path("code").asText()).isEqualTo("ROWS_UNKNOWN");
      }
      fleet.all("ingest").forEach(Fleet.Member::start);
      fleet.all("ingest").forEach(Fleet.Member::ready);

      List<Answer> repeats = new ArrayList<>();
      await()
          .atMost(Run.PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> {
            repeats.add(client.addRows(batch, more, "more"));
            return repeats.getLast().status() == 200;
          });
      assertThat(repeats).allMatch(answer -> List.of(200, 409, 503).contains(answer.status()));
      Answer added = repeats.getLast();
      assertThat(added.body().path("added").asInt()).isEqualTo(MORE);
      assertThat(added.body().path("firstRow").asInt()).isEqualTo(FIRST + 1);
      assertThat(added.body().path("totalCalls").asInt()).isEqualTo(FIRST + MORE);

      // A dialer is killed while it dials them, and a few more are added meanwhile.
      await()
          .atMost(Run.PATIENCE)
          .until(() -> Ledgers.ringsOf(fleet.road().ledger(), batch).size() > FIRST + 100);
      fleet.all("dialer").getFirst().kill();
      Answer last =
          client.addRows(batch, Customer.csv(numbers.subList(FIRST + MORE, numbers.size())), "few");
      assertThat(last.ok().path("totalCalls").asInt()).isEqualTo(numbers.size());
      run.witness().accepted(client, last, numbers);
      fleet.all("dialer").getFirst().start();
      assertThat(client.close(batch).status()).isEqualTo(200);

      run.untilComplete();
      assertThat(client.status(batch).ok().path("status").asText()).isEqualTo("completed");
      assertThat(Ledgers.ringsOf(fleet.road().ledger(), batch).stream().map(Ring::number))
          .containsExactlyInAnyOrderElementsOf(numbers);
      assertThat(client.resultLines(batch, "jsonl")).isEqualTo(numbers.size());
      Judged.nothingBroken(run.evidence());
    }
  }

  private static long rowsInKafka(Admin admin) throws InterruptedException {
    return TopicSizes.records(admin, Set.of(ROWS));
  }
}
