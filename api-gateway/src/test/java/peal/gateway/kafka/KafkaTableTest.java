package peal.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.gateway.GatewayWiring;
import peal.service.Service;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.api.Scrape;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.testkit.kafka.Tap;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** What the gateway keeps and commands, over a real broker. */
@ExtendWith(KafkaFixture.class)
@Timeout(180)
class KafkaTableTest {
  private static final Duration SOON = Duration.ofSeconds(120);

  private final Topics topics = new Topics(4);
  private KafkaFixture kafka;
  private KafkaClients clients;
  private GatewayTable gateway;
  private KafkaTable<Workspace> table;

  @BeforeEach
  void start(KafkaFixture fixture) {
    kafka = fixture;
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    gateway = GatewayTable.start(clients, topics);
    table = gateway.workspaces();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void whatWasPutIsThereWhenPutReturns() {
    for (int rate = 1; rate <= 20; rate++) {
      Workspace next = workspace("ws").callsPerSecond(rate).build();
      Workspace kept = table.update("ws", before -> next);
      assertThat(kept.limits()).isEqualTo(next.limits());
      assertThat(table.get("ws")).contains(kept);
    }

    assertThat(table.values()).hasSize(1);
  }

  @Test
  void aChangeThatChangesNothingWritesNothing() {
    table.update("ws", before -> workspace("ws").callsPerSecond(1).build());
    try (Tap<Workspace> written = new Tap<>(kafka, topics.workspaces())) {
      for (int i = 0; i < 5; i++) {
        table.update("ws", before -> before.orElseThrow());
      }
      table.update("ws", before -> workspace("ws").callsPerSecond(2).build());

      await()
          .atMost(SOON)
          .until(() ->
              written.values().stream()
                  .anyMatch(workspace -> workspace.limits().callsPerSecond() == 2));
      assertThat(written.values()).hasSize(2);
    }
  }

  @Test
  void anotherGatewayKnowsItToo() {
    Workspace kept = table.update("ws", before -> workspace("ws").build());

    try (GatewayTable other = GatewayTable.start(clients, topics)) {
      await().atMost(SOON).until(other.workspaces()::caughtUp);
      assertThat(other.workspaces().get("ws")).contains(kept);
    }
  }

  @Test
  void aRecordThatCannotBeReadIsLeftOut() {
    try (Pen pen = new Pen(kafka, topics)) {
      byte[] key = "broken".getBytes(StandardCharsets.UTF_8);
      pen.scrawl(topics.workspaces(), 0, key, "{".getBytes(StandardCharsets.UTF_8));
    }

    table.update("ws", before -> workspace("ws").build());

    assertThat(table.get("broken")).isEmpty();
    assertThat(table.get("ws")).isPresent();
  }

  @Test
  void aCancelReachesEveryLaneOnItsPartition() {
    Workspace ws = workspace("ws").lanes(3).build();
    Instant now = Instant.now();
    BatchId batch = BatchId.ofToken("b1");

    try (KafkaCommandLog log = new KafkaCommandLog(clients, topics);
        Tap<BatchCommand> commands = new Tap<>(kafka, topics.batchCommands())) {
      log.send(ws, new BatchCancelled(batch, now));

      await().atMost(SOON).until(() -> commands.values().size() == 3);
      assertThat(commands.values())
          .allSatisfy(it -> assertThat(it).isInstanceOf(BatchCancelled.class));
      assertThat(commands.records())
          .allSatisfy(record -> {
            Lane lane = Lane.parse(new String(record.key(), StandardCharsets.UTF_8));
            assertThat(record.partition()).isEqualTo(topics.partitionOf(lane));
          });
      assertThat(
              commands.records().stream()
                  .map(record -> new String(record.key(), StandardCharsets.UTF_8)))
          .containsExactlyInAnyOrder("ws/0", "ws/1", "ws/2");
    }
  }

  @Test
  void operatorsSeeTheRequestsByRouteAndNotTheirOwn() throws Exception {
    try (Service gateway =
        GatewayWiring.start(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "PEAL_PORT", "0",
                "PEAL_PARTITIONS", "4"))) {
      Scrape scrape = new Scrape(gateway.address());
      await().atMost(SOON).until(scrape::ready);

      assertThat(scrape.live()).isTrue();
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(gateway.address().resolve("/openapi.json")).build(),
              HttpResponse.BodyHandlers.discarding());

      // A request is counted a moment after its answer.
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(scrape.figures())
                  .anyMatch(line -> line.contains("route=\"/openapi.json\"")));
      assertThat(scrape.figures()).noneMatch(line -> line.contains("route=\"/health/ready\""));
    }
  }
}
