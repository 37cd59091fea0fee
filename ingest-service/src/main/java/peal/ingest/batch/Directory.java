package peal.ingest.batch;

import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;

/**
 * Who there is. Reads are thread-safe; whoever needs to see every change calls {@link #refresh}.
 */
public interface Directory {
  /** The workspace, if there is one. */
  Optional<Workspace> workspace(WorkspaceId id);

  /** The workspace's agent, if it has one of this id. */
  Optional<Agent> agent(WorkspaceId workspace, String id);

  /** The flow that an agent calls by, if it has one. */
  Optional<Flow> flowOf(Agent agent);

  /**
   * Sees, when it returns, every change that was acknowledged before. False where Kafka did not say
   * in time whether there were any: then what is known may be old.
   */
  boolean refresh();

  /** Whether everything that was there at the start has been read. */
  boolean ready();
}
