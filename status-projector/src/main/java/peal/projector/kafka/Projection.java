package peal.projector.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import peal.projector.ProjectorConfig;
import peal.projector.ProjectorMeters;
import peal.projector.query.Instance;
import peal.service.kafka.KafkaClients;
import peal.service.streams.StreamsApplication;
import peal.service.streams.StreamsOptions;
import peal.topics.Topics;

/** The running fold. Thread-safe. */
public final class Projection implements AutoCloseable {
  private static final String APPLICATION_ID = "peal-status-projector";

  private final StreamsApplication application;
  private final StreamsLanes lanes;

  /**
   * Starts folding.
   *
   * @param self where other instances reach this one
   * @param remote reads lanes at other instances
   */
  public Projection(
      ProjectorConfig config,
      KafkaClients clients,
      Topics topics,
      Instance self,
      StreamsLanes.RemoteLanes remote,
      MeterRegistry registry,
      InstantSource clock) {
    ProjectorMeters meters = new ProjectorMeters(registry);
    this.application =
        new StreamsApplication(
            clients,
            topics,
            ProjectorTopology.of(topics, clock.millis(), meters),
            options(config, self),
            clock,
            registry);
    Restoring restoring = new Restoring();
    this.lanes = new StreamsLanes(application.streams(), topics, self, restoring, remote);
    application.onRestore(restoring);
    meters.watch(() -> !application.running() || application.lag() > 0, clock);
    application.start();
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

  /** Whether questions are answered: by owners, or while lanes move by copies of them. */
  public boolean ready() {
    return application.ready();
  }

  /** Hands its lanes over and leaves the group, so that others need not wait; at most 10 s. */
  @Override
  public void close() {
    application.close();
  }
}
