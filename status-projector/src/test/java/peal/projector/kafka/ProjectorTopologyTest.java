package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.projector.ProjectorConfig;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.fold.Counts;
import peal.projector.fold.LaneFold;
import peal.projector.query.Batches;
import peal.projector.query.CallPage;
import peal.projector.query.IndexedBlock;
import peal.projector.query.Instance;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.Page;
import peal.service.Settings;
import peal.service.kafka.KafkaClients;
import peal.service.streams.StreamsSettings;
import peal.topics.Topic;
import peal.topics.Topics;

class ProjectorTopologyTest {
  private static final Story STORY = Story.of("b1", 0);

  @TempDir Path folder;

  private final Topics topics = new Topics(1);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TopologyTestDriver driver;

  @BeforeEach
  void open() {
    Properties settings = new Properties();
    settings.putAll(settings());
    // The driver forgets what a transaction without a processed record has sent.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    driver =
        new TopologyTestDriver(
            ProjectorTopology.of(topics, 1_700_000_000_000L, new ProjectorMeters(registry)),
            settings);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private Map<String, Object> settings() {
    ProjectorConfig config =
        Settings.read(ProjectorConfig.class, Map.of("PEAL_STATE_DIR", folder.toString()));
    return StreamsSettings.of(
        new KafkaClients("127.0.0.1:1"),
        topics,
        Projection.options(config, new Instance("127.0.0.1", 8083)));
  }

  private <V extends LaneEvent> void send(Topic<String, V> topic, V event) {
    TestInputTopic<String, V> input =
        driver.createInputTopic(
            topic.name(), topic.keys().serializer(), topic.values().serializer());
    input.pipeInput(Story.lane(0).key(), event);
  }

  private StoreLaneReader reader() {
    return new StoreLaneReader(
        Story.lane(0),
        () ->
            new LaneStores(
                driver.getKeyValueStore(ProjectorTopology.CALLS),
                driver.getKeyValueStore(ProjectorTopology.BATCHES),
                driver.getKeyValueStore(ProjectorTopology.BLOCKS)));
  }

  private void givenABatch() {
    send(topics.batchCommands(), STORY.opened(2_500, 2_500));
    for (long row = 1; row <= 2_500; row++) {
      send(topics.callJobs(), STORY.row(row));
    }
    send(topics.batchCommands(), STORY.sealed(2_500));
  }

  @Test
  void aCallsLifeIsReadFromTheStores() {
    givenABatch();
    send(topics.callEvents(), STORY.dialing(2_001, 1, 5));
    send(topics.callEvents(), STORY.ended(2_001, 1, 9, Outcome.ANSWERED, 3.0));
    send(topics.callEvents(), STORY.settled(2_001, 1, 9, Outcome.ANSWERED));
    send(topics.callEvents(), STORY.dialing(2_100, 1, 5));

    Batches batches = new Batches(List.of(reader()));
    CallPage page =
        batches.calls(STORY.batch(), Optional.of(CallStatus.ACTIVE), new Page(1, 20)).orElseThrow();

    assertThat(batches.find(STORY.batch()).orElseThrow().counts())
        .isEqualTo(new Counts(2_500, 2_498, 1, 1, 0, 0));
    assertThat(page.calls()).extracting(call -> call.id().row()).containsExactly(2_100L);
    assertThat(batches.find(STORY.batch()).orElseThrow().recent())
        .extracting(call -> call.id().row())
        .containsExactly(2_001L);
    assertThat(batches.all()).hasSize(1);
  }

  @Test
  void aPageDeepInTheBatchStartsAtItsRow() {
    givenABatch();

    CallPage page =
        new Batches(List.of(reader()))
            .calls(STORY.batch(), Optional.empty(), new Page(101, 20))
            .orElseThrow();

    assertThat(page.calls()).hasSize(20);
    assertThat(page.calls().getFirst().id().row()).isEqualTo(2_001);
  }

  @Test
  void whatCallsDoIsMetered() {
    send(topics.batchCommands(), STORY.opened(3, 3));
    send(topics.callEvents(), STORY.dialing(1, 1, 5));
    send(topics.callEvents(), STORY.settled(1, 1, 9, Outcome.BUSY));
    send(topics.callEvents(), STORY.dialing(2, 1, 5));

    assertThat(registry.get("peal_calls").tag("status", "waiting").gauge().value()).isEqualTo(1);
    assertThat(registry.get("peal_calls").tag("status", "active").gauge().value()).isEqualTo(1);
    assertThat(registry.get("peal_calls_ended").tag("outcome", "busy").counter().count())
        .isEqualTo(1);

    send(topics.callEvents(), STORY.stopped(10, 2L));

    assertThat(registry.get("peal_calls_ended").tag("outcome", "cancelled").counter().count())
        .isEqualTo(1);
  }

  @Test
  void whatCannotBeReadGoesToDeadLettersAndTheRestGoesOn() {
    raw("ws-1/0", "{\"t\":\"Nonsense\",\"v\":1,\"d\":{}}");
    raw("no lane", "{\"t\":\"BatchSealed\",\"v\":1,\"d\":{}}");
    send(topics.batchCommands(), STORY.opened(1, 1));

    assertThat(
            driver
                .createOutputTopic(
                    topics.deadLetters().name(),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())
                .readKeyValuesToList())
        .hasSize(2);
    assertThat(reader().batch(STORY.batch())).isPresent();
  }

  private void raw(String key, String value) {
    driver
        .createInputTopic(
            topics.batchCommands().name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCallRemembersWhereItsRecordsLie() {
    givenABatch();
    send(topics.callEvents(), STORY.dialing(1, 1, 5));
    send(topics.callEvents(), STORY.dialing(2, 1, 5));
    send(topics.callEvents(), STORY.ended(1, 1, 9, Outcome.BUSY, null));
    send(topics.callEvents(), STORY.settled(1, 1, 9, Outcome.BUSY));

    assertThat(reader().call(STORY.batch(), 1).orElseThrow().view().trail().offsets())
        .containsExactly(0L, 2L, 3L);
    assertThat(reader().call(STORY.batch(), 2).orElseThrow().view().trail().offsets())
        .containsExactly(1L);
  }

  @Test
  void aForgottenBatchIsGoneAtOnceAndItsRowsBitByBit() {
    givenABatch();
    send(topics.callEvents(), STORY.stopped(10));
    Story other = Story.of("b2", 0);
    send(topics.batchCommands(), other.opened(1, 1));
    send(topics.callJobs(), other.row(1));

    send(topics.batchCommands(), new BatchForgotten(STORY.batch(), at(0)));

    assertThat(new Batches(List.of(reader())).find(STORY.batch())).isEmpty();
    assertThat(new Batches(List.of(reader())).all())
        .extracting("id")
        .containsExactly(other.batch());
    driver.advanceWallClockTime(LaneProcessor.REMOVE_EVERY);
    assertThat(entries(ProjectorTopology.CALLS)).isEqualTo(501);
    driver.advanceWallClockTime(LaneProcessor.REMOVE_EVERY);
    assertThat(entries(ProjectorTopology.CALLS)).isEqualTo(1);
    assertThat(entries(ProjectorTopology.BLOCKS)).isEqualTo(1);
    assertThat(entries(ProjectorTopology.BATCHES)).isEqualTo(2);
    // The driver's clock began with the test; the command is younger.
    driver.advanceWallClockTime(Removal.NOTICE.plusSeconds(60));
    assertThat(entries(ProjectorTopology.BATCHES)).isEqualTo(1);
    assertThat(registry.get("peal_calls").tag("status", "waiting").gauge().value()).isEqualTo(1);
  }

  /** By the driver's clock. */
  private static Instant at(long seconds) {
    return Instant.now().plusSeconds(seconds);
  }

  private long entries(String store) {
    long count = 0;
    try (var all = driver.getKeyValueStore(store).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  @Test
  void whatHasNotEndedIsNotForgotten() {
    givenABatch();

    send(topics.batchCommands(), new BatchForgotten(STORY.batch(), at(0)));
    send(topics.batchCommands(), new BatchForgotten(Story.of("b9", 0).batch(), at(0)));

    assertThat(new Batches(List.of(reader())).find(STORY.batch())).isPresent();
    assertThat(entries(ProjectorTopology.BATCHES)).isEqualTo(1);
  }

  @Test
  void aRowOfEighteenDigitsIsARow() {
    send(topics.batchCommands(), STORY.opened(1, 1));
    send(
        topics.callJobs(),
        new CallQueued(
            STORY.call(999_999_999_999_999_999L), Story.at(0), Story.number(1), Map.of()));
    send(topics.callEvents(), STORY.dialing(999_999_999_999_999_998L, 1, 5));

    CallPage page =
        new Batches(List.of(reader()))
            .calls(STORY.batch(), Optional.empty(), new Page(1, 20))
            .orElseThrow();

    assertThat(page.calls())
        .extracting(call -> call.id().row())
        .containsExactly(999_999_999_999_999_999L);
    assertThat(registry.find("peal_dead_letters").counters()).isEmpty();
  }

  @Test
  void whatFailsHalfWayLeavesNothing() {
    send(topics.batchCommands(), STORY.opened(2, 2));
    send(topics.callJobs(), STORY.row(1));
    TaskStores stores =
        new TaskStores(
            driver.getKeyValueStore(ProjectorTopology.CALLS),
            driver.getKeyValueStore(ProjectorTopology.BATCHES),
            driver.getKeyValueStore(ProjectorTopology.BLOCKS),
            new ProjectorMeters(new SimpleMeterRegistry()).share());
    Optional<LaneBatch> batch = reader().batch(STORY.batch());
    Optional<LaneCall> call = reader().call(STORY.batch(), 1);
    List<IndexedBlock> blocks = reader().blocks(STORY.batch());

    stores.begin();
    LaneFold fold = new LaneFold(stores);
    fold.apply(Story.lane(0), STORY.dialing(1, 1, 5), 7);
    fold.apply(Story.lane(0), STORY.row(2));
    fold.apply(Story.lane(0), Story.of("b2", 0).opened(1, 1));
    assertThat(reader().call(STORY.batch(), 1)).isNotEqualTo(call);
    stores.takeBack();

    assertThat(reader().batch(STORY.batch())).isEqualTo(batch);
    assertThat(reader().call(STORY.batch(), 1)).isEqualTo(call);
    assertThat(reader().call(STORY.batch(), 2)).isEmpty();
    assertThat(reader().blocks(STORY.batch())).isEqualTo(blocks);
    assertThat(reader().batch(Story.of("b2", 0).batch())).isEmpty();
  }

  @Test
  void streamsAcceptsTheSettings() {
    try (KafkaStreams streams =
        new KafkaStreams(
            ProjectorTopology.of(topics, 0, new ProjectorMeters(new SimpleMeterRegistry())),
            new StreamsConfig(settings()))) {
      assertThat(streams.state()).isEqualTo(KafkaStreams.State.CREATED);
    }
  }
}
