package peal.ingest.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.ingest.batch.Directory;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Workspaces and agents as their topics have them. */
public final class KafkaDirectory implements Directory, AutoCloseable {
  /** An agent may be used the moment after it was created; its record is then still on its way. */
  private static final int LOOKS = 20;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(15);

  private final CompactedTable<Workspace> workspaces;
  private final CompactedTable<Agent> agents;

  /** Begins to read both topics. */
  public KafkaDirectory(KafkaClients clients, Topics topics) {
    this.workspaces = new CompactedTable<>(clients, topics.workspaces(), "ingest");
    this.agents = new CompactedTable<>(clients, topics.agents(), "ingest");
  }

  @Override
  public Optional<Workspace> workspace(WorkspaceId id) {
    return look(workspaces, id.value());
  }

  @Override
  public Optional<Agent> agent(WorkspaceId workspace, String id) {
    return look(agents, workspace + "/" + id);
  }

  private static <V> Optional<V> look(CompactedTable<V> table, String key) {
    Optional<V> found = table.get(key);
    for (int i = 0; found.isEmpty() && i < LOOKS; i++) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      found = table.get(key);
    }
    return found;
  }

  @Override
  public boolean ready() {
    return workspaces.caughtUp() && agents.caughtUp();
  }

  @Override
  public void close() {
    workspaces.close();
    agents.close();
  }
}
