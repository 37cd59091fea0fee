package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.service.kafka.KafkaClients;
import peal.standalone.bench.TopicSizes;
import peal.testkit.api.Answer;

/**
 * Uploads that go wrong half-way: no half batch is ever dialed, and the second try is one batch.
 */
@Tag("thorough")
class UploadFaultsTest {
  private static final String BULK = "call-jobs-bulk";
  private static final int MANY = 200_000;
  private static final Duration SEALED_WITHIN = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Fleet fleet;
  private static Admin admin;

  @BeforeAll
  static void start() {
    fleet =
        Fleet.start(
            folder,
            Map.of(
                "PEAL_SEAL_SECONDS",
                Long.toString(SEALED_WITHIN.toSeconds()),
                "PEAL_KAFKA_PATIENCE_MILLIS",
                "3000"));
    admin = new KafkaClients(fleet.broker().bootstrapServers()).admin("counting");
  }

  @AfterAll
  static void end() {
    admin.close();
    fleet.close();
  }

  @Test
  void anIngestThatIsKilledWhileItWritesLeavesABatchThatFailsAndIsNeverDialed() throws Exception {
    Customer customer = fleet.road().customer(20, 50);
    byte[] file = Customer.csv(Numbers.ordinary(MANY));
    long before = rowsInKafka();
    CompletableFuture<Answer> upload =
        CompletableFuture.supplyAsync(() -> upload(customer, file, "killed"));
    await()
        .atMost(Run.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> rowsInKafka() > before);

    fleet.all("ingest").parallelStream().forEach(Fleet.Member::kill);
    Answer first = upload.get(Run.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    System.out.printf(
        "killed after %,d of %,d rows: %d %s%n",
        rowsInKafka() - before, MANY, first.status(), first.text("code"));
    assertThat(first.status()).isEqualTo(500);
    assertThat(first.text("code")).as("all of the file was there").isEqualTo("START_UNKNOWN");
    assertThat(rowsInKafka() - before).isBetween(1L, MANY - 1L);
    fleet.all("ingest").forEach(Fleet.Member::start);

    await().atMost(Run.PATIENCE).until(() -> byStatus(customer).equals(Map.of("failed", 1)));
    String failed = customer.client().list("").ok().path("batches").get(0).path("id").asText();
    fleet.all("ingest").forEach(Fleet.Member::ready);

    List<Answer> repeats = new ArrayList<>();
    await()
        .atMost(Run.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          repeats.add(upload(customer, file, "killed"));
          return repeats.getLast().status() == 200;
        });
    assertThat(repeats).allMatch(answer -> answer.status() == 200 || answer.status() == 503);
    Answer second = repeats.getLast();
    assertThat(upload(customer, file, "killed").text("batchId"))
        .as("a repeat of what was accepted")
        .isEqualTo(second.text("batchId"));
    assertThat(second.body().path("totalCalls").asInt()).isEqualTo(MANY);
    String batch = second.text("batchId");
    await()
        .atMost(Run.PATIENCE)
        .until(() -> !Ledgers.ringsOf(fleet.road().ledger(), batch).isEmpty());
    assertThat(customer.client().cancel(batch).status()).isEqualTo(200);

    assertThat(byStatus(customer)).isEqualTo(Map.of("failed", 1, "cancelled", 1));
    assertThat(Ledgers.ringsOf(fleet.road().ledger(), failed)).isEmpty();
  }

  @Test
  void whileKafkaIsAwayNothingIsStartedAndTheSameKeyStartsOneBatchAfterwards() throws Exception {
    Run run = new Run(fleet.road());
    Customer customer = run.customer(50, 50);
    List<String> numbers = Numbers.ordinary(30);

    fleet.broker().pause();
    Answer away;
    try {
      away = upload(customer, Customer.csv(numbers), "kafka is away");
    } finally {
      fleet.broker().resume();
    }
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();

    List<Answer> tries = new ArrayList<>();
    await()
        .atMost(Run.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          tries.add(upload(customer, Customer.csv(numbers), "kafka is away"));
          return tries.getLast().status() == 200;
        });
    assertThat(tries).allMatch(answer -> answer.status() == 200 || answer.status() == 503);
    String batch = run.witness().accepted(customer.client(), tries.getLast(), numbers);
    run.untilComplete();
    await()
        .atMost(Run.PATIENCE)
        .until(() -> Set.of("completed", "failed").containsAll(byStatus(customer).keySet()));

    assertThat(byStatus(customer)).containsEntry("completed", 1);
    assertThat(Ledgers.ringsOf(fleet.road().ledger(), batch)).hasSize(30);
    Judged.nothingBroken(run.evidence());
  }

  private static Answer upload(Customer customer, byte[] file, String key) {
    return customer.client().upload(file, Map.of("agentId", customer.agentId()), key);
  }

  private static Map<String, Integer> byStatus(Customer customer) {
    Map<String, Integer> counts = new HashMap<>();
    for (JsonNode batch : customer.client().list("limit=100").ok().path("batches")) {
      counts.merge(batch.path("status").asText(), 1, Integer::sum);
    }
    return counts;
  }

  private static long rowsInKafka() throws InterruptedException {
    return TopicSizes.records(admin, Set.of(BULK));
  }
}
