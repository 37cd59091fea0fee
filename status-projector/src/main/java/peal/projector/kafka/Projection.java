package peal.projector.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.projector.ProjectorConfig;
import peal.projector.ProjectorMeters;
import peal.projector.query.Instance;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** The running fold. Thread-safe. */
public final class Projection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
  private static final Set<State> DEAD =
      EnumSet.of(State.ERROR, State.PENDING_ERROR, State.NOT_RUNNING);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final StreamsLanes lanes;
  private volatile boolean hasRun;

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
      ProjectorMeters meters,
      InstantSource clock) {
    this.streams =
        new KafkaStreams(
            ProjectorTopology.of(topics, clock.millis(), meters),
            new StreamsConfig(StreamsSettings.of(config, clients, topics, self)));
    Restoring restoring = new Restoring();
    this.lanes = new StreamsLanes(streams, topics, self, restoring, remote);
    streams.setGlobalStateRestoreListener(restoring);
    streams.setUncaughtExceptionHandler(new ThreadBudget(clock));
    streams.setStateListener((now, before) -> {
      hasRun |= now == State.RUNNING;
      LOG.info("The projection is {}.", now);
    });
    meters.watch(this::lag, () -> streams.state() == State.RUNNING ? 1 : 0);
    streams.start();
  }

  /** The lanes, wherever they lie. */
  public StreamsLanes lanes() {
    return lanes;
  }

  /** False once only a restart helps. */
  public boolean live() {
    return !DEAD.contains(streams.state());
  }

  /** Whether questions are answered: by owners, or while lanes move by copies of them. */
  public boolean ready() {
    State now = streams.state();
    return now == State.RUNNING || (now == State.REBALANCING && hasRun);
  }

  private double lag() {
    return streams.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("records-lag"))
        .filter(metric -> !metric.metricName().tags().get("client-id").contains("restore"))
        .map(Metric::metricValue)
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast)
        .filter(value -> !Double.isNaN(value))
        .sum();
  }

  /** Hands its lanes over and leaves the group, so that others need not wait; at most 10 s. */
  @Override
  public void close() {
    boolean clean =
        streams.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_LIMIT));
    if (!clean) {
      LOG.warn("The projection did not end within {}; its state is rebuilt.", CLOSE_LIMIT);
    }
  }
}
