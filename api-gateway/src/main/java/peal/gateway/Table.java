package peal.gateway;

import java.util.Collection;
import java.util.Optional;

/**
 * What the gateway knows and keeps by key: workspaces and agents. Thread-safe.
 *
 * @param <V> what is kept
 */
public interface Table<V> {
  /** The value of {@code key}, unless there is none. */
  Optional<V> get(String key);

  /** Every value, in no order; a view of now. */
  Collection<V> values();

  /**
   * Keeps {@code value}. When this returns it is durable, and {@link #get} sees it.
   *
   * @throws peal.service.http.ApiError 503 when it could not be kept, or is not seen in time
   */
  void put(String key, V value);

  /** Whether everything that was kept before this process began is known to it. */
  boolean caughtUp();
}
