package peal.domain;

import java.time.Instant;
import java.util.List;

/**
 * A tenant as the {@code workspaces} topic carries it.
 *
 * @param id the workspace's id
 * @param name display name
 * @param lanes number of lanes, 1–64; fixed at creation, for numbers must keep their lane
 * @param limits what it may do
 * @param keys its API keys, hashed
 * @param phoneNumbers the numbers that it may call from
 * @param createdAt when it was created
 * @param revision number of its last change
 */
public record Workspace(
    WorkspaceId id,
    String name,
    int lanes,
    Limits limits,
    List<ApiKey> keys,
    List<OwnNumber> phoneNumbers,
    Instant createdAt,
    Long revision)
    implements Revised<Workspace> {
  /**
   * An API key, of which only a hash is kept.
   *
   * @param id names the key to operators
   * @param sha256 lower-case hex of the key's SHA-256
   * @param role owner, admin or member
   */
  public record ApiKey(String id, String sha256, Role role) {}

  /** What a key's holder may do. */
  public enum Role {
    /** Everything. */
    OWNER,
    /** Everything but other owners' keys. */
    ADMIN,
    /** Calls, batches and own agents. */
    MEMBER
  }

  /**
   * A number to call from.
   *
   * @param id the id that agents name
   * @param number the number
   * @param carrier the carrier that it belongs to; null for the workers' default
   */
  public record OwnNumber(String id, PhoneNumber number, String carrier) {
    /** A number of the workers' default carrier. */
    public OwnNumber(String id, PhoneNumber number) {
      this(id, number, null);
    }
  }

  /** Refuses lane counts outside 1–64 and fills absent lists. */
  public Workspace {
    if (lanes < 1 || lanes > 64) {
      throw new IllegalArgumentException("lanes must be 1-64");
    }
    keys = keys == null ? List.of() : List.copyOf(keys);
    phoneNumbers = phoneNumbers == null ? List.of() : List.copyOf(phoneNumbers);
  }

  /** A workspace that has never been changed. */
  public Workspace(
      WorkspaceId id,
      String name,
      int lanes,
      Limits limits,
      List<ApiKey> keys,
      List<OwnNumber> phoneNumbers,
      Instant createdAt) {
    this(id, name, lanes, limits, keys, phoneNumbers, createdAt, null);
  }

  @Override
  public Workspace withRevision(long number) {
    return new Workspace(id, name, lanes, limits, keys, phoneNumbers, createdAt, number);
  }

  /** The same with these keys. */
  public Workspace withKeys(List<ApiKey> changed) {
    return new Workspace(id, name, lanes, limits, changed, phoneNumbers, createdAt, revision);
  }

  /** No workspace is ever deleted. */
  @Override
  public Boolean gone() {
    return null;
  }
}
