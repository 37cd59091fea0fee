package peal.projector.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.projector.ProjectorConfig;
import peal.projector.ProjectorMeters;
import peal.projector.history.EventLog;
import peal.projector.query.Instance;
import peal.projector.query.LaneReader;
import peal.projector.query.RoutedLane;
import peal.projector.retention.Retention;
import peal.projector.webhooks.Folded;
import peal.service.kafka.KafkaClients;
import peal.service.streams.StreamsApplication;
import peal.service.streams.StreamsOptions;
import peal.topics.Topics;

/** The running fold. Thread-safe. */
public final class Projection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
  private static final Duration LONGEST_SWEEP_GAP = Duration.ofMinutes(1);
  private static final Duration SHORTEST_SWEEP_GAP = Duration.ofSeconds(1);
  private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(1);
  private static final String APPLICATION_ID = "peal-status-projector";

  private final StreamsApplication application;
  private final CatchUp catchUp;
  private final StreamsLanes lanes;
  private final TopicEventLog log;
  private final TopicLaneLog events;

  /** For webhooks, which must not keep those waiting who ask. */
  private final TopicLaneLog told;

  private final FoldPosition position = new FoldPosition();
  private final Topics topics;
  private final KafkaForgettingLog forgetting;
  private final ScheduledExecutorService sweeps;
  private final InstantSource clock;
  private final Instant awaitedUntil;
  private volatile boolean hasCaughtUp;

  /**
   * Starts folding.
   *
   * @param self where other instances reach this one
   * @param remote reads lanes at other instances
   * @param workspaces those whose batches may be forgotten
   */
  public Projection(
      ProjectorConfig config,
      KafkaClients clients,
      Topics topics,
      Instance self,
      StreamsLanes.RemoteLanes remote,
      Supplier<Collection<Workspace>> workspaces,
      MeterRegistry registry,
      InstantSource clock) {
    ProjectorMeters meters = new ProjectorMeters(registry);
    this.catchUp = new CatchUp(new TopicInputs(clients, topics, APPLICATION_ID), position);
    this.application =
        new StreamsApplication(
            clients,
            topics,
            ProjectorTopology.of(topics, clock.millis(), meters, catchUp, position),
            options(config, self),
            clock,
            registry);
    Restoring restoring = new Restoring();
    this.topics = topics;
    this.events = new TopicLaneLog("projector-events", clients, topics, registry);
    this.told = new TopicLaneLog("projector-webhooks", clients, topics, registry);
    this.lanes =
        new StreamsLanes(
            application.streams(),
            topics,
            self,
            restoring,
            catchUp,
            remote,
            events,
            position,
            clock);
    this.log = new TopicEventLog(clients, topics);
    this.forgetting = new KafkaForgettingLog(clients, topics, clock);
    application.onRestore(restoring);
    meters.watch(() -> !application.running() || application.lag() > 0, clock);
    application.start();
    catchUp.start();
    this.awaitedUntil = clock.instant().plus(LONGEST_CATCH_UP);
    this.clock = clock;
    this.sweeps = sweeping(config.retention(), workspaces, registry, clock);
  }

  private ScheduledExecutorService sweeping(
      Duration kept,
      Supplier<Collection<Workspace>> workspaces,
      MeterRegistry registry,
      InstantSource clock) {
    Retention retention =
        new Retention(
            kept,
            workspaces,
            lanes::endedBy,
            lane -> new RoutedLane(lane, lanes),
            forgetting,
            clock);
    Counter forgotten =
        Counter.builder("peal_batches_forgotten")
            .description("Batches and single calls whose retention was over")
            .register(registry);
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
    Duration tenth = kept.dividedBy(10);
    Duration gap = tenth.compareTo(LONGEST_SWEEP_GAP) < 0 ? tenth : LONGEST_SWEEP_GAP;
    long millis = Math.max(gap.toMillis(), SHORTEST_SWEEP_GAP.toMillis());
    executor.scheduleWithFixedDelay(
        () -> {
          try {
            forgotten.increment(retention.sweep());
          } catch (RuntimeException | Error fault) {
            // Thrown on, it would be the last sweep; the next finds the same batches.
            LOG.error("A sweep of old batches did not end.", fault);
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
    return executor;
  }

  /** Reads records of calls again. */
  public EventLog log() {
    return log;
  }

  /** A reader of the lane for webhooks, where this instance owns it and has caught up. */
  public Optional<LaneReader> own(Lane lane) {
    return lanes.own(lane, told);
  }

  /** What of the lane is folded here. */
  public Folded folded(Lane lane) {
    return position.of(lane, topics.partitionOf(lane));
  }

  /** How the fold runs. */
  static StreamsOptions options(ProjectorConfig config, Instance self) {
    return new StreamsOptions(
        APPLICATION_ID,
        Path.of(config.stateDir()),
        config.streamThreads(),
        config.standbyReplicas(),
        config.commitIntervalMillis(),
        config.transactionTimeoutMillis(),
        new StreamsOptions.Memory(config.cacheMegabytes(), config.rocksMegabytes()),
        Optional.of(self.toString()));
  }

  /** The lanes, wherever they lie. */
  public StreamsLanes lanes() {
    return lanes;
  }

  /** False once only a restart helps. */
  public boolean live() {
    return application.live();
  }

  /**
   * Whether questions are answered: by owners, or while lanes move by copies of them. Not before
   * all that was written when this instance began to work has been read, for a minute at most:
   * afterwards its answers are marked as a copy's are.
   */
  public boolean ready() {
    if (!hasCaughtUp) {
      hasCaughtUp =
          application.running() && (catchUp.done() || clock.instant().isAfter(awaitedUntil));
    }
    return hasCaughtUp && application.ready();
  }

  /** Hands its lanes over and leaves the group, so that others need not wait; at most 10 s. */
  @Override
  public void close() {
    sweeps.shutdownNow();
    application.close();
    catchUp.close();
    awaitSweep();
    forgetting.close();
    log.close();
    events.close();
    told.close();
  }

  private void awaitSweep() {
    try {
      sweeps.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
