package peal.dialer.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.DialingStops;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.Timing;
import peal.service.kafka.KafkaClients;
import peal.service.streams.StreamsApplication;
import peal.service.streams.StreamsOptions;
import peal.topics.Topics;

/** Dispatch as a running Streams application. */
public final class DispatchApplication implements AutoCloseable {
  /** Application id: the group of all dispatch tasks. */
  public static final String ID = "peal-dispatch";

  private final StreamsApplication application;

  /**
   * Starts dispatching.
   *
   * @param workspaces looks up a workspace's lanes and limits as they are now
   * @param stops where dialing is stopped, as it is now
   */
  public DispatchApplication(
      KafkaClients clients,
      Topics topics,
      Timing timing,
      Function<WorkspaceId, Optional<Workspace>> workspaces,
      DialingStops stops,
      InstantSource clock,
      StreamsOptions options,
      MeterRegistry registry) {
    this.application =
        new StreamsApplication(
            clients,
            topics,
            DispatchTopology.build(
                topics, timing, workspaces, stops, clock, System::nanoTime, registry),
            options,
            clock,
            registry);
    application.start();
  }

  /** Whether its tasks run, or are being moved after they have run. */
  public boolean ready() {
    return application.ready();
  }

  /** Whether it may still come to run. */
  public boolean live() {
    return application.live();
  }

  @Override
  public void close() {
    application.close();
  }
}
