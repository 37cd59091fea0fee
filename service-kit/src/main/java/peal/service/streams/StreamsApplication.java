package peal.service.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.OwnFolder;
import peal.service.kafka.DeadLetterCounts;
import peal.service.kafka.KafkaClients;
import peal.topics.RefusedByBrokers;
import peal.topics.Topics;

/**
 * A Streams application with the settings that Peal's promises rest on: exactly-once, short
 * transactions, unreadable records to dead-letters, bounded memory. Thread-safe.
 */
public final class StreamsApplication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
  private static final Set<State> DEAD =
      EnumSet.of(State.ERROR, State.PENDING_ERROR, State.NOT_RUNNING);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final String id;
  private final KafkaClients clients;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private final TaskFolders folders;
  private volatile boolean hasRun;
  private volatile boolean unfit;

  /** Prepares the application; {@link #start} starts it. */
  public StreamsApplication(
      KafkaClients clients,
      Topics topics,
      Topology topology,
      StreamsOptions options,
      InstantSource clock,
      MeterRegistry registry) {
    this.id = options.id();
    this.clients = clients;
    Map<String, Object> settings = StreamsSettings.of(clients, topics, options);
    settings.put(PutAside.COUNTS, new DeadLetterCounts(registry, LaneInputs.names(topics)));
    keepToOwner(options.stateDir());
    PlannedTicks ticks = PlannedTicks.in(settings);
    PatientClients patient =
        new PatientClients(
            () -> new PollRest(options.commitMillis(), ticks, System.currentTimeMillis()));
    this.streams = new KafkaStreams(topology, new StreamsConfig(settings), patient);
    this.metrics = new KafkaStreamsMetrics(streams);
    this.folders = new TaskFolders(options.stateDir().resolve(id), this::tasks);
    streams.setUncaughtExceptionHandler(new RestartBudget(id, clock));
    streams.setStateListener((now, before) -> {
      if (now == State.RUNNING && !hasRun) {
        hasRun = true;
        // Those of a first start have been made by now. Not on this thread: Streams waits for it.
        Thread.ofVirtual().name(id + "-changelogs").start(this::lookAgain);
      }
      LOG.info("{} is {}.", id, now);
    });
    metrics.bindTo(registry);
    Gauge.builder("peal_consumer_lag", this, StreamsApplication::lag)
        .description("Records behind the ends of the input partitions that are read here")
        .tag("group", id)
        .register(registry);
    Gauge.builder("peal_streams_running", this, self -> self.running() ? 1 : 0)
        .description("1 while every task of this instance runs")
        .tag("group", id)
        .register(registry);
    tasks(registry, "active", ThreadMetadata::activeTasks);
    tasks(registry, "standby", ThreadMetadata::standbyTasks);
  }

  private static void keepToOwner(Path stateDir) {
    try {
      OwnFolder.at(stateDir);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder PEAL_STATE_DIR cannot be used", e);
    }
  }

  /** Its own tasks and copies, as their folders are called. */
  private List<String> tasks() {
    return streams.metadataForLocalThreads().stream()
        .flatMap(
            thread -> Stream.concat(thread.activeTasks().stream(), thread.standbyTasks().stream()))
        .map(task -> task.taskId().toString())
        .toList();
  }

  private void tasks(
      MeterRegistry registry, String role, Function<ThreadMetadata, Set<TaskMetadata>> tasks) {
    Gauge.builder(
            "peal_streams_tasks",
            streams,
            application ->
                application.metadataForLocalThreads().stream()
                    .mapToInt(thread -> tasks.apply(thread).size())
                    .sum())
        .description("Tasks of this instance: those that it works on, and copies for others")
        .tag("group", id)
        .tag("role", role)
        .register(registry);
  }

  /** Tells {@code listener} when stores are rebuilt; to be called before {@link #start}. */
  public void onRestore(StateRestoreListener listener) {
    streams.setGlobalStateRestoreListener(listener);
  }

  /**
   * Starts its threads.
   *
   * @throws IllegalStateException when Kafka knows how far it has read and not what it remembers,
   *     or a topic that keeps its state refuses what is written to it
   */
  public void start() {
    RefusedByBrokers.forget();
    try (Admin admin = clients.admin(id + "-start")) {
      LostState.refuse(admin, id);
      Changelogs.verify(admin, id);
    }
    streams.start();
  }

  private void lookAgain() {
    try (Admin admin = clients.admin(id + "-changelogs")) {
      Changelogs.verify(admin, id);
    } catch (RuntimeException e) {
      LOG.error("{} should not go on: {}", id, e.getMessage());
      unfit = true;
    }
  }

  /** The application, for queries. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Whether its threads run and own their tasks. */
  public boolean running() {
    return streams.state() == State.RUNNING;
  }

  /**
   * Whether it does its work: its tasks run, or are being moved among the instances after they have
   * run here.
   */
  public boolean ready() {
    State now = streams.state();
    return now == State.RUNNING || (now == State.REBALANCING && hasRun);
  }

  /** False once only a restart of the process helps; rebalancing is not death. */
  public boolean live() {
    return !unfit && !DEAD.contains(streams.state());
  }

  /** Records behind the ends of the input partitions that are read here, as last heard. */
  public double lag() {
    return streams.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("records-lag"))
        .filter(metric -> !metric.metricName().tags().get("client-id").contains("restore"))
        .map(Metric::metricValue)
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast)
        .filter(value -> !Double.isNaN(value))
        .sum();
  }

  /** Leaves the group, so that others take over at once, and stops; at most 10 s. */
  @Override
  public void close() {
    metrics.close();
    folders.close();
    boolean clean =
        streams.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_LIMIT));
    if (!clean) {
      LOG.warn("{} did not end within {}; its state is rebuilt.", id, CLOSE_LIMIT);
    }
  }
}
