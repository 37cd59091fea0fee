package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.broker.BundledBroker;
import peal.broker.LoopbackPorts;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.service.kafka.KafkaClients;
import peal.standalone.bench.TopicSizes;
import peal.testkit.api.Answer;
import peal.topics.Topics;

/**
 * A client that sends one file under one Idempotency-Key until it gets an answer, while gateway or
 * ingest are killed under it: at most one batch ever starts.
 */
@Timeout(1_200)
@Tag("thorough")
class RepeatedUploadTest {
  private static final Duration START = Run.PATIENCE;
  private static final int PARTITIONS = 2;
  private static final int ROWS = 100_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Topics topics = new Topics(PARTITIONS);
  private final Addresses at = new Addresses();
  private BundledBroker broker;
  private Child ingest;
  private Child projector;
  private Child gateway;
  private Customer customer;

  /** Fixed, so that what is started again is found. */
  private static final class Addresses {
    final URI ingest = LoopbackPorts.freeAddress();
    final URI projector = LoopbackPorts.freeAddress();
    final URI gateway = LoopbackPorts.freeAddress();
  }

  @BeforeEach
  void start() {
    broker = BundledBroker.start(folder.resolve("kafka"));
    ingest = service("ingest", at.ingest, ingestFolders());
    projector = service("projector", at.projector, Map.of("PEAL_STATE_DIR", folder + "/state"));
    gateway = gateway();
    List.of(ingest, projector, gateway).forEach(child -> child.ready(START));
    customer = new Road(at.gateway, "padm_of_this_test", () -> null, () -> null).customer(50, 10);
  }

  @AfterEach
  void stop() {
    List.of(gateway, projector, ingest).forEach(Child::kill);
    broker.close();
  }

  private Child gateway() {
    return service(
        "gateway",
        at.gateway,
        Map.of(
            "PEAL_INGEST_URLS",
            at.ingest.toString(),
            "PEAL_PROJECTOR_URLS",
            at.projector.toString(),
            "PEAL_ADMIN_TOKEN",
            "padm_of_this_test",
            "PEAL_API_REQUESTS_PER_MINUTE",
            "0"));
  }

  private Child service(String name, URI address, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    environment.put("PEAL_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("PEAL_PORT", Integer.toString(address.getPort()));
    environment.put("PEAL_INTERNAL_TOKEN", "token-of-this-test");
    return Child.start(address, "256m", environment, folder.resolve(name + ".log"), "run", name);
  }

  private byte[] file() {
    StringBuilder csv = new StringBuilder("phone_number\n");
    IntStream.range(0, ROWS).forEach(i -> csv.append("+1555").append(1_000_000 + i).append('\n'));
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Answer upload(byte[] file) {
    return customer.client().upload(file, Map.of("agentId", customer.agentId()), "key-1");
  }

  /**
   * As a careful client does: again while there is no answer, and while it is told to come again.
   */
  private Answer uploadUntilAnswered(byte[] file) {
    return await()
        .atMost(Run.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> upload(file), answer -> answer.status() != 409 && answer.status() != 503);
  }

  /** Ids of the batches that were sealed, each as often as it was. */
  private List<String> sealed() {
    String topic = topics.batchCommands().name();
    List<String> ids = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaClients(broker.bootstrapServers()).consumer("test", Map.of())) {
      List<TopicPartition> all =
          IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (topics.batchCommands().values().deserializer().deserialize("", record.value())
              instanceof BatchSealed sealed) {
            ids.add(sealed.batch().value());
          }
        }
      }
    }
    return ids;
  }

  private void awaitFirstRows() {
    try (Admin admin = new KafkaClients(broker.bootstrapServers()).admin("counting")) {
      awaitFirstRows(admin);
    }
  }

  private void awaitFirstRows(Admin admin) {
    await()
        .atMost(Run.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> TopicSizes.records(admin, Set.of(topics.callJobsBulk().name())) > 0);
  }

  @Test
  void afterAGatewayWasKilledTheRepeatFindsWhatItHadStarted() throws Exception {
    // given an upload whose gateway is killed while ingest goes on
    byte[] file = file();
    CompletableFuture<Answer> lost = CompletableFuture.supplyAsync(() -> upload(file));
    awaitFirstRows();
    gateway.kill();
    assertThat(lost.handle((answer, failure) -> failure).join()).isNotNull();

    // when
    gateway = gateway().ready(START);
    Answer answer = uploadUntilAnswered(file);
    Answer again = upload(file);

    // then
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body().path("totalCalls").asInt()).isEqualTo(ROWS);
    assertThat(again.body()).isEqualTo(answer.body());
    assertThat(sealed()).containsExactly(answer.text("batchId"));
  }

  @Test
  void afterIngestWasKilledTheRepeatStartsTheOnlyBatch() throws Exception {
    byte[] file = file();
    CompletableFuture<Answer> cut = CompletableFuture.supplyAsync(() -> upload(file));
    awaitFirstRows();
    ingest.kill();
    assertThat(cut.join().text("code")).isEqualTo("START_UNKNOWN");

    ingest = service("ingest", at.ingest, ingestFolders()).ready(START);
    Answer answer = uploadUntilAnswered(file);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(sealed()).containsExactly(answer.text("batchId"));
  }

  private Map<String, String> ingestFolders() {
    return Map.of("PEAL_SPOOL_DIR", folder + "/spool", "PEAL_REJECTED_DIR", folder + "/rejected");
  }
}
