package peal.standalone.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import peal.domain.Limits;

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
  private static final String SIMULATOR_HEAP = "128m";

  /** How fast the simulated phone network lives. */
  public enum CarrierPace {
    /** As people do. */
    REALISTIC,
    /** A call in about a second. */
    FAST,
    /** A call in a few milliseconds. */
    INSTANT
  }

  /**
   * Copies the environment.
   *
   * @throws IllegalArgumentException for a port that does not exist, or limits that no workspace
   *     may have
   */
  public EngineOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port must be 0-65535, not " + port);
    }
    checkLimit("--calls-per-second", callsPerSecond, limit -> new Limits(limit, 1, 1));
    checkLimit("--max-concurrent-calls", maxConcurrentCalls, limit -> new Limits(1, limit, 1));
    environment = Map.copyOf(environment);
  }

  private static <T> void checkLimit(String option, Optional<T> given, Consumer<T> rule) {
    try {
      given.ifPresent(rule);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option + "=" + given.orElseThrow() + " is not possible: " + e.getMessage());
    }
  }

  /**
   * Longest heap of the simulator, as {@code -Xmx} takes it.
   *
   * @throws IllegalArgumentException when PEAL_SIMULATOR_HEAP is no size
   */
  String simulatorHeap() {
    return heap("PEAL_SIMULATOR_HEAP").orElse(SIMULATOR_HEAP);
  }

  /**
   * Longest heap of the broker, where the user says so.
   *
   * @throws IllegalArgumentException when PEAL_BROKER_HEAP is no size
   */
  Optional<String> brokerHeap() {
    return heap("PEAL_BROKER_HEAP");
  }

  private Optional<String> heap(String setting) {
    Optional<String> given =
        Optional.of(environment.getOrDefault(setting, "").strip()).filter(size -> !size.isEmpty());
    given
        .filter(size -> !size.matches("[1-9]\\d{0,5}[mMgG]"))
        .ifPresent(size -> {
          throw new IllegalArgumentException(
              setting + " must be a size such as 256m or 1g, not " + size);
        });
    return given;
  }

  /**
   * Partitions of the lane topics, where the user says how many.
   *
   * @throws IllegalArgumentException when PEAL_PARTITIONS is no number from 1
   */
  Optional<Integer> partitions() {
    String given = environment.getOrDefault("PEAL_PARTITIONS", "").strip();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!given.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException("PEAL_PARTITIONS must be a number from 1, not " + given);
    }
    return Optional.of(Integer.valueOf(given));
  }
}
