package peal.dialer.dispatch;

import static org.awaitility.Awaitility.await;
import static peal.testkit.build.BatchBuilder.batch;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.Workspace;
import peal.domain.dispatch.Timing;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallQueued;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.service.streams.StreamsOptions;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.testkit.kafka.Tap;
import peal.topics.Topic;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Dispatch on a wiped broker with one partition, and the records before and behind it. */
final class RunningDispatch implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(120);

  final Topics topics = new Topics(1);
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Pen pen;
  final Tap<DialRequest> requests;
  final Tap<byte[]> deadLetters;
  private final Map<String, Workspace> workspaces =
      Map.of(
          "ws", workspace("ws").callsPerSecond(20).atOnce(5).build(),
          "small", workspace("small").callsPerSecond(1).atOnce(1).build(),
          "big", workspace("big").callsPerSecond(1).atOnce(1).build());
  private final Path folder;
  private final KafkaClients clients;
  private final Tap<CallEvent> events;
  private DispatchApplication dispatch;

  /** Starts nothing yet; {@code folder} will hold what dispatch keeps on disk. */
  RunningDispatch(KafkaFixture kafka, Path folder) {
    this.folder = folder;
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    pen = new Pen(kafka, topics);
    requests = new Tap<>(kafka, topics.dialRequests());
    events = new Tap<>(kafka, topics.callEvents());
    deadLetters = new Tap<>(kafka, topics.deadLetters());
  }

  /** Starts with what lies in a folder of this name, or with Kafka alone. */
  void start(String stateDir) {
    start(stateDir, InstantSource.system());
  }

  void start(String stateDir, InstantSource clock) {
    dispatch =
        new DispatchApplication(
            clients,
            topics,
            Timing.DEFAULT,
            id -> Optional.ofNullable(workspaces.get(id.value())),
            DialingStops.NONE,
            clock,
            new StreamsOptions(
                DispatchApplication.ID,
                folder.resolve(stateDir),
                1,
                0,
                50,
                5_000,
                new StreamsOptions.Memory(8, 32),
                Optional.empty()),
            registry);
  }

  void upload(BatchBuilder batch, Topic<String, CallQueued> rows) {
    pen.write(topics.batchCommands(), batch.lane(0), batch.opened(0));
    batch.queuedIn(0).forEach(row -> pen.write(rows, batch.lane(0), row));
    pen.write(topics.batchCommands(), batch.lane(0), batch.sealed(0));
    pen.flush();
  }

  List<DialRequest> dials() {
    return requests.values().stream()
        .filter(request -> request.kind() == DialRequest.Kind.DIAL)
        .toList();
  }

  List<DialRequest> awaitDials(int count) {
    await().atMost(SOON).until(() -> dials().size() >= count);
    return dials();
  }

  /** The carrier and its worker say that the call was made and is over. */
  void ends(DialRequest request) {
    Lane lane = request.lane();
    Instant now = Instant.now();
    pen.write(topics.callEvents(), lane, new CallEvent.Dialing(request.attempt(), now, "w1"));
    pen.write(
        topics.callEvents(),
        lane,
        new CallEvent.Ended(request.attempt(), now, Outcome.ANSWERED, 1.0, null, null));
    pen.flush();
  }

  /** Calls that are settled, in the order of the decisions. */
  List<CallId> settled() {
    return events.values().stream()
        .filter(CallSettled.class::isInstance)
        .map(event -> ((CallSettled) event).call())
        .toList();
  }

  List<BatchStopped> stops() {
    return events.values().stream()
        .filter(BatchStopped.class::isInstance)
        .map(BatchStopped.class::cast)
        .toList();
  }

  List<ChangeApplied> changes() {
    return events.values().stream()
        .filter(ChangeApplied.class::isInstance)
        .map(ChangeApplied.class::cast)
        .toList();
  }

  /** Brokers refuse larger records of the topic from now on. */
  void takesAtMost(Topic<?, ?> topic, int bytes) throws Exception {
    try (Admin admin = clients.admin("operator")) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(120, TimeUnit.SECONDS);
    }
  }

  void removeRecordsOf(Topic<?, ?>... cleaned) throws Exception {
    try (Admin admin = clients.admin("cleaner")) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (Topic<?, ?> topic : cleaned) {
        // -1 is the end of the log, as retention would leave it.
        all.put(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(-1));
      }
      admin.deleteRecords(all).all().get(120, TimeUnit.SECONDS);
    }
  }

  /** As Kafka does with a group that was away for longer than it keeps offsets. */
  void loseOffsets() throws Exception {
    try (Admin admin = clients.admin("cleaner")) {
      admin.deleteConsumerGroups(List.of(DispatchApplication.ID)).all().get(120, TimeUnit.SECONDS);
    }
  }

  void loseState() throws Exception {
    try (Admin admin = clients.admin("cleaner")) {
      List<String> changelogs =
          admin.listTopics().names().get(120, TimeUnit.SECONDS).stream()
              .filter(topic -> topic.endsWith("-changelog"))
              .toList();
      admin.deleteTopics(changelogs).all().get(120, TimeUnit.SECONDS);
      // Acknowledged by the controller, they are gone from the broker a moment later.
      await()
          .atMost(SOON)
          .until(() ->
              admin.listTopics().names().get(120, TimeUnit.SECONDS).stream()
                  .noneMatch(changelogs::contains));
    }
  }

  void stop() {
    if (dispatch != null) {
      dispatch.close();
      dispatch = null;
    }
  }

  @Override
  public void close() {
    stop();
    List.of(requests, events, deadLetters).forEach(Tap::close);
    pen.close();
  }
}
