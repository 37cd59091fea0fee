package peal.standalone.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a benchmark ran, without which its figures say nothing.
 *
 * @param system name and version of the operating system
 * @param processor its model, or its architecture where the system does not tell
 * @param cores cores that this process may use
 * @param memoryMegabytes memory of the machine, MiB
 * @param java the Java runtime's version
 * @param heapMegabytes longest heap of this process, MiB
 * @param jvmOptions options of this process's JVM, without system properties
 * @param loadBefore processes that wanted a core in the minute before, or -1 where nobody knows: a
 *     machine that is busy measures something else
 */
public record Machine(
    String system,
    String processor,
    int cores,
    long memoryMegabytes,
    String java,
    long heapMegabytes,
    List<String> jvmOptions,
    double loadBefore) {

  /** This machine and this process, now. */
  public static Machine here() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long memory =
        system instanceof com.sun.management.OperatingSystemMXBean known
            ? known.getTotalMemorySize() >> 20
            : -1;
    return new Machine(
        system.getName() + " " + system.getVersion(),
        modelOfProcessor(),
        system.getAvailableProcessors(),
        memory,
        Runtime.version().toString(),
        Runtime.getRuntime().maxMemory() >> 20,
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-D"))
            .toList(),
        system.getSystemLoadAverage());
  }

  private static String modelOfProcessor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
