package peal.ingest.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Flow;
import peal.domain.Owned;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.ingest.batch.Directory;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Workspaces, agents and flows as their topics have them. */
public final class KafkaDirectory implements Directory, AutoCloseable {
  /** How long the three tables together may take to be up to date. */
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private final CompactedTable<Workspace> workspaces;
  private final CompactedTable<Agent> agents;
  private final CompactedTable<Flow> flows;

  /** Begins to read the topics; what cannot be read is counted in {@code registry}. */
  public KafkaDirectory(
      KafkaClients clients, Topics topics, MeterRegistry registry, InstantSource clock) {
    this.workspaces = new CompactedTable<>(clients, topics.workspaces(), "ingest", registry);
    this.agents =
        new CompactedTable<>(
            clients,
            topics.agents(),
            "ingest",
            registry,
            agent -> Owned.leftAt(agent, clock.instant()));
    this.flows =
        new CompactedTable<>(
            clients,
            topics.flows(),
            "ingest",
            registry,
            flow -> Owned.leftAt(flow, clock.instant()));
  }

  @Override
  public Optional<Workspace> workspace(WorkspaceId id) {
    return workspaces.get(id.value());
  }

  @Override
  public Optional<Agent> agent(WorkspaceId workspace, String id) {
    return agents.get(workspace + "/" + id);
  }

  @Override
  public Optional<Flow> flowOf(Agent agent) {
    return Flow.forCalls(flows.values(agent.workspaceId().value()).stream(), agent.id());
  }

  @Override
  public boolean refresh() {
    long deadline = System.nanoTime() + REFRESH.toNanos();
    try {
      for (CompactedTable<?> table : List.of(workspaces, agents, flows)) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || !table.awaitEnd(left)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean ready() {
    return alive() && workspaces.caughtUp() && agents.caughtUp() && flows.caughtUp();
  }

  /** False once it sees no change any more, so that only a restart helps. */
  public boolean alive() {
    return workspaces.alive() && agents.alive() && flows.alive();
  }

  @Override
  public void close() {
    workspaces.close();
    agents.close();
    flows.close();
  }
}
