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
import peal.service.kafka.TableReader;
import peal.topics.Topics;

/** Workspaces, agents and flows as their topics have them. */
public final class KafkaDirectory implements Directory, AutoCloseable {
  /** How long the three tables together may take to be up to date. */
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private final TableReader reader;
  private final CompactedTable<Workspace> workspaces;
  private final CompactedTable<Agent> agents;
  private final CompactedTable<Flow> flows;

  /** Begins to read the topics; what cannot be read is counted in {@code registry}. */
  public KafkaDirectory(
      KafkaClients clients, Topics topics, MeterRegistry registry, InstantSource clock) {
    this.reader = new TableReader(clients, "ingest", registry);
    this.workspaces = reader.table(topics.workspaces());
    this.agents = reader.table(topics.agents(), agent -> Owned.leftAt(agent, clock.instant()));
    this.flows = reader.table(topics.flows(), flow -> Owned.leftAt(flow, clock.instant()));
    reader.start();
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
    return reader.alive();
  }

  @Override
  public void close() {
    reader.close();
  }
}
