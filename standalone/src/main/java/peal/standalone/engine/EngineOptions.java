package peal.standalone.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a standalone Peal is told.
 *
 * @param data the data folder
 * @param host interface of the gateway; everything else is bound to loopback
 * @param port port of the gateway, 0–65535; 0 for a free one
 * @param kafka bootstrap servers of a running cluster, or empty for the bundled broker
 * @param carrier how long the simulated people let it ring and talk
 * @param callsPerSecond the demo workspace's limit, dials per second
 * @param maxConcurrentCalls the demo workspace's limit, attempts out at once
 * @param environment settings of the services, {@code PEAL_…} and {@code KAFKA_…}, that nothing
 *     here decides
 */
public record EngineOptions(
    Path data,
    String host,
    int port,
    Optional<String> kafka,
    CarrierPace carrier,
    Optional<Double> callsPerSecond,
    Optional<Integer> maxConcurrentCalls,
    Map<String, String> environment) {
  /** How fast the simulated phone network lives. */
  public enum CarrierPace {
    /** As people do. */
    REALISTIC,
    /** A call in about a second. */
    FAST,
    /** A call in a few milliseconds. */
    INSTANT
  }

  /** Refuses ports that do not exist; copies the environment. */
  public EngineOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0-65535");
    }
    environment = Map.copyOf(environment);
  }
}
