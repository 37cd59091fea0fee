package peal.domain;

/**
 * Names a workspace, the tenant that owns keys, agents, batches and limits.
 *
 * @param value 1–64 letters, digits, dashes or underscores
 */
public record WorkspaceId(String value) {
  private static final int LONGEST = 64;

  private static final Alphabet CHARACTERS =
      new Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

  /** Refuses ids that could not be part of a lane's key. */
  public WorkspaceId {
    if (value == null || !CHARACTERS.spells(value, 0, value.length(), LONGEST)) {
      throw new IllegalArgumentException("workspace id must be 1-64 letters, digits, '-' or '_'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
