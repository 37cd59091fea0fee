package peal.domain;

import java.time.Instant;

/**
 * Something that a workspace owns, and may change and delete.
 *
 * @param <T> the type itself
 */
public interface Owned<T extends Owned<T>> extends Revised<T> {
  /** Its id; the order of ids is the order of creation. */
  String id();

  /** Its owner. */
  WorkspaceId workspaceId();

  /** What is left of it when it is deleted. */
  T deleted(Instant at);
}
