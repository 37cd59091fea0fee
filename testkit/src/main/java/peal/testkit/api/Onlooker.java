package peal.testkit.api;

/**
 * Sees everything that {@link PealClient} and {@link PealAdmin} send and get. Those that are named
 * in {@code META-INF/services} of a module's tests see all of its tests. Thread-safe.
 */
public interface Onlooker {
  /**
   * A request was answered.
   *
   * @throws AssertionError when that must not be; the caller of the client gets it
   */
  void saw(Exchange exchange);
}
