package peal.gateway;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.Revised;
import peal.service.kafka.TableShare;

/**
 * What the gateway knows and keeps by key: workspaces, agents and flows. Thread-safe.
 *
 * @param <V> what is kept
 */
public interface Table<V extends Revised<V>> {
  /** The value of {@code key}, unless there is none. */
  Optional<V> get(String key);

  /** Every value, in no order; a view of now. */
  Collection<V> values();

  /** Every value whose key begins with {@code owner} and a slash; costs no more than those. */
  Collection<V> values(String owner);

  /** Another number whenever a value has changed. */
  long version();

  /** What the rows take whose keys begin with {@code owner} and a slash. */
  TableShare share(String owner);

  /** What all rows take. */
  TableShare all();

  /**
   * Keeps what {@code change} makes of the value of {@code key}. When this returns it is durable,
   * and every gateway that is {@link #current} sees it. Of changes that are made at once, here or
   * through another gateway, each is made on top of the one before; so {@code change} may be called
   * several times, and what it throws is thrown here. Where it changes nothing nothing is written.
   *
   * @return what is kept
   * @throws peal.service.http.ApiError 503 when it could not be kept, or is not seen in time; 413
   *     when it is too large to be kept
   */
  V update(String key, Function<Optional<V>, V> change);

  /**
   * Waits until everything is seen that was acknowledged before, by whichever gateway.
   *
   * @return false when nobody can tell, because Kafka does not answer
   */
  boolean current();

  /** Whether everything that was kept before this process began is known to it. */
  boolean caughtUp();

  /** False once it sees no change any more, so that only a restart helps. */
  boolean alive();
}
