package peal.projector.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import peal.domain.event.CallEvent;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLog;
import peal.projector.ProjectorConfig;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.query.Instance;
import peal.service.Settings;
import peal.service.kafka.KafkaClients;
import peal.service.streams.StreamsSettings;
import peal.topics.Topic;
import peal.topics.Topics;

/** The projector's topology with one lane, driven without a broker, and what its stores hold. */
final class DrivenProjector implements AutoCloseable {
  static final Story STORY = Story.of("b1", 0);

  final Topics topics = new Topics(1);
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final FoldPosition position = new FoldPosition();
  final FakeInputs inputs = new FakeInputs();
  final CatchUp catchUp = new CatchUp(inputs, position);
  final TopologyTestDriver driver;
  final MemoryLog log = new MemoryLog();
  private final Path folder;

  /** Starts with empty stores; {@code folder} is for what Streams keeps on disk. */
  DrivenProjector(Path folder) {
    this.folder = folder;
    Properties settings = new Properties();
    settings.putAll(settings());
    // The driver forgets what a transaction without a processed record has sent.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    driver =
        new TopologyTestDriver(
            ProjectorTopology.of(
                topics, 1_700_000_000_000L, new ProjectorMeters(registry), catchUp, position),
            settings);
  }

  Map<String, Object> settings() {
    ProjectorConfig config =
        Settings.read(ProjectorConfig.class, Map.of("PEAL_STATE_DIR", folder.toString()));
    return StreamsSettings.of(
        new KafkaClients("127.0.0.1:1"),
        topics,
        Projection.options(config, new Instance("127.0.0.1", 8083)));
  }

  <V extends LaneEvent> void send(Topic<String, V> topic, V event) {
    TestInputTopic<String, V> input =
        driver.createInputTopic(
            topic.name(), topic.keys().serializer(), topic.values().serializer());
    input.pipeInput(Topics.key(Story.lane(0), event), event);
  }

  /** Sends it, and keeps it in {@link #log} where it lies in the topic. */
  void happens(CallEvent event) {
    send(topics.callEvents(), event);
    log.add(event);
  }

  /** Writes to the commands what no service would. */
  void raw(String key, String value) {
    driver
        .createInputTopic(
            topics.batchCommands().name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  /** {@link #STORY} with 2,500 rows, all of them read. */
  void givenABatch() {
    send(topics.batchCommands(), STORY.opened(2_500, 2_500));
    for (long row = 1; row <= 2_500; row++) {
      send(topics.callJobs(), STORY.row(row));
    }
    send(topics.batchCommands(), STORY.sealed(2_500));
  }

  StoreLaneReader reader() {
    return new StoreLaneReader(
        Story.lane(0), this::stores, log, () -> position.of(0), () -> Story.at(100));
  }

  LaneStores stores() {
    return new LaneStores(
        driver.getKeyValueStore(ProjectorTopology.CALLS),
        driver.getKeyValueStore(ProjectorTopology.BATCHES),
        driver.getKeyValueStore(ProjectorTopology.BLOCKS),
        driver.getKeyValueStore(ProjectorTopology.DO_NOT_CALL));
  }

  /** How many entries {@code store} has. */
  long entries(String store) {
    long count = 0;
    try (var all = driver.getKeyValueStore(store).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    driver.close();
  }
}
