package peal.domain;

/**
 * Names a workspace, the tenant that owns keys, agents, batches and limits.
 *
 * @param value 1–64 letters, digits, dashes or underscores
 */
public record WorkspaceId(String value) {
  /** Refuses ids that could not be part of a lane's key. */
  public WorkspaceId {
    if (value == null || !value.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("workspace id must be 1-64 letters, digits, '-' or '_'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
