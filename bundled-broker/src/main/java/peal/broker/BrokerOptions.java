package peal.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a bundled broker runs.
 *
 * @param classPath class path of the child process; must hold the broker's jars and this module
 * @param jvm options of the child's JVM
 * @param settings broker settings that win over the bundled ones
 * @param startWithin how long a start may take before it counts as failed, above 0
 */
public record BrokerOptions(
    String classPath, List<String> jvm, Map<String, String> settings, Duration startWithin) {
  /**
   * This process's class path, a small JVM (about 170 MB resident), five minutes to start: seconds
   * are usual, and on a machine that is busy with other things many of them are no fault. One that
   * ends is noticed at once.
   */
  public static final BrokerOptions DEFAULT =
      new BrokerOptions(
          System.getProperty("java.class.path"),
          Stream.concat(Stream.of("-Xmx256m"), SmallJvm.OPTIONS.stream()).toList(),
          Map.of(),
          Duration.ofMinutes(5));

  /** Refuses an empty class path and a time that is not above 0. */
  public BrokerOptions {
    if (classPath == null || classPath.isBlank()) {
      throw new IllegalArgumentException("classPath must not be empty");
    }
    if (!startWithin.isPositive()) {
      throw new IllegalArgumentException("startWithin must be above 0");
    }
    jvm = List.copyOf(jvm);
    settings = Map.copyOf(settings);
  }

  /** The same with another class path for the child. */
  public BrokerOptions withClassPath(String other) {
    return new BrokerOptions(other, jvm, settings, startWithin);
  }

  /** The same with other JVM options. */
  public BrokerOptions withJvm(String... options) {
    return new BrokerOptions(classPath, List.of(options), settings, startWithin);
  }

  /** The same with another longest heap, as {@code -Xmx} takes it. */
  public BrokerOptions withHeap(String longest) {
    return withJvm(
        Stream.concat(
                Stream.of("-Xmx" + longest),
                jvm.stream().filter(option -> !option.startsWith("-Xmx")))
            .toArray(String[]::new));
  }

  /** The same with one more broker setting, named as Kafka names it. */
  public BrokerOptions with(String setting, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(setting, value);
    return new BrokerOptions(classPath, jvm, more, startWithin);
  }

  /** The same with another bound on the start. */
  public BrokerOptions withStartWithin(Duration bound) {
    return new BrokerOptions(classPath, jvm, settings, bound);
  }
}
