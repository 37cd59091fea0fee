package peal.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.Limits;
import peal.domain.Workspace;
import peal.domain.Workspace.ApiKey;
import peal.domain.WorkspaceId;
import peal.gateway.Refusals;
import peal.service.http.ApiError;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.service.kafka.TableReader;
import peal.testkit.kafka.KafkaFixture;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Two gateways' tables over one topic of a real broker. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class TwoGatewaysTest {
  private static final Topics TOPICS = new Topics(1);

  private final KafkaFixture kafka;
  private final KafkaClients clients;
  private GatewayTable first;
  private GatewayTable second;
  private KafkaTable<Workspace> here;
  private KafkaTable<Workspace> there;

  TwoGatewaysTest(KafkaFixture kafka) {
    this.kafka = kafka;
    clients = new KafkaClients(kafka.bootstrapServers());
  }

  @BeforeEach
  void start() throws Exception {
    // Another class of this JVM may have made the topics with more partitions.
    kafka.wipe();
    Provisioning.run(clients, TOPICS, TopicProvision.CREATE, Duration.ofSeconds(120));
    first = GatewayTable.start(clients, TOPICS);
    second = GatewayTable.start(clients, TOPICS);
    here = first.workspaces();
    there = second.workspaces();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void changesMadeAtOnceThroughTwoGatewaysAllSurvive() throws Exception {
    here.update("race", before -> workspace("race"));
    try (ExecutorService clerks = Executors.newFixedThreadPool(4)) {
      List<Future<?>> work = new ArrayList<>();
      for (KafkaTable<Workspace> gateway : List.of(here, there, here, there)) {
        int clerk = work.size();
        work.add(
            clerks.submit(() ->
                IntStream.range(0, 20)
                    .forEach(i -> gateway.update("race", now -> withKey(now, clerk + "-" + i)))));
      }
      for (Future<?> each : work) {
        each.get(120, TimeUnit.SECONDS);
      }
    }

    becomesCurrent(here);
    becomesCurrent(there);
    assertThat(here.get("race").orElseThrow().keys())
        .extracting(ApiKey::id)
        .hasSize(80)
        .doesNotHaveDuplicates();
    assertThat(there.get("race")).isEqualTo(here.get("race"));
    assertThat(here.get("race").orElseThrow().revision()).isEqualTo(81);
    assertThat(fresh().get("race")).as("and whoever reads it later").isEqualTo(here.get("race"));
  }

  @Test
  void whatOneGatewayAcknowledgedTheOtherShowsAtOnce() {
    for (int i = 0; i < 50; i++) {
      String id = "seen-" + i;
      here.update(id, before -> workspace(id));

      becomesCurrent(there);
      assertThat(there.get(id)).isPresent();
    }
  }

  @Test
  void ofTwoThatMakeTheSameIdOnlyOneSucceeds() throws Exception {
    try (ExecutorService clerks = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 20; i++) {
        String id = "one-" + i;
        Future<Boolean> first = clerks.submit(() -> made(here, id));
        Future<Boolean> second = clerks.submit(() -> made(there, id));

        assertThat(List.of(first.get(), second.get())).containsOnlyOnce(true);
      }
    }
  }

  @Test
  void aChangeThatCameTooLateIsNoticedByNobodyAndGetsNoLastWord() throws Exception {
    // given a gateway that writes a change to an older state, and dies
    here.update("late", before -> workspace("late"));
    here.update("late", now -> withKey(now, "kept"));
    try (KafkaProducer<String, Workspace> dying =
        clients.producer("dying", TOPICS.workspaces().values().serializer())) {
      dying
          .send(
              new ProducerRecord<>(
                  TOPICS.workspaces().name(), "late", workspace("late").withRevision(2)))
          .get();
    }

    // when the next one changes anything
    becomesCurrent(there);
    there.update("late", now -> withKey(now, "later"));

    // then
    becomesCurrent(here);
    assertThat(here.get("late").orElseThrow().keys())
        .extracting(ApiKey::id)
        .containsExactly("kept", "later");
  }

  /** It says so within two seconds, or not; a busy machine may need longer. */
  private static void becomesCurrent(KafkaTable<Workspace> table) {
    await().atMost(Duration.ofSeconds(120)).until(table::current);
  }

  private CompactedTable<Workspace> fresh() throws InterruptedException {
    try (TableReader reader = new TableReader(clients, "fresh", new SimpleMeterRegistry())) {
      CompactedTable<Workspace> table = reader.table(TOPICS.workspaces());
      reader.start();
      assertThat(table.awaitCaughtUp(Duration.ofSeconds(120))).isTrue();
      return table;
    }
  }

  private static boolean made(KafkaTable<Workspace> gateway, String id) {
    try {
      gateway.update(
          id,
          before -> {
            if (before.isPresent()) {
              throw Refusals.badRequest("There is one.");
            }
            return workspace(id);
          });
      return true;
    } catch (ApiError e) {
      return false;
    }
  }

  private static Workspace workspace(String id) {
    return new Workspace(
        new WorkspaceId(id), id, 1, Limits.DEFAULT, List.of(), List.of(), Instant.EPOCH);
  }

  private static Workspace withKey(Optional<Workspace> now, String key) {
    Workspace before = now.orElseThrow();
    List<ApiKey> keys = new ArrayList<>(before.keys());
    keys.add(new ApiKey(key, "hash", Workspace.Role.MEMBER));
    return before.withKeys(keys);
  }
}
