package peal.ingest.batch;

import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;

/** Who there is. Reads are thread-safe and see changes within milliseconds. */
public interface Directory {
  /** The workspace, if there is one. */
  Optional<Workspace> workspace(WorkspaceId id);

  /** The workspace's agent, if it has one of this id. */
  Optional<Agent> agent(WorkspaceId workspace, String id);

  /** Whether everything that was there at the start has been read. */
  boolean ready();
}
