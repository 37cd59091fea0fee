package peal.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that a workspace owns, and may change and delete.
 *
 * @param <T> the type itself
 */
public interface Owned<T extends Owned<T>> extends Revised<T> {
  /** An hour longer than repeats of the request that made it are known. */
  Duration DELETED = Duration.ofHours(25);

  /** Its id; the order of ids is the order of creation. */
  String id();

  /** Its owner. */
  WorkspaceId workspaceId();

  /** When it was last changed. */
  Instant updatedAt();

  /** What is left of it when it is deleted. */
  T deleted(Instant at);

  /**
   * What of it must still be known at {@code now}: all, or nothing once it has been deleted for so
   * long that nothing which was under way when it was can still come. No new one has its id.
   */
  static <T extends Owned<T>> Optional<T> leftAt(T owned, Instant now) {
    boolean over = !Revised.isThere(owned) && owned.updatedAt().plus(DELETED).isBefore(now);
    return over ? Optional.empty() : Optional.of(owned);
  }
}
