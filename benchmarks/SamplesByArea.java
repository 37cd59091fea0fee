import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a recording of the JVM says that processor time and memory go, by area: {@code java
 * benchmarks/SamplesByArea.java FILE.jfr}. A sample belongs to the innermost frame of a known area;
 * frames of the JDK belong to whoever called them. Collector and compiler threads have no samples.
 */
public final class SamplesByArea {
  /** What is counted, in this order; the second only where a JVM has not the first. */
  private static final List<String> TYPES =
      List.of("jdk.CPUTimeSample", "jdk.ExecutionSample", "jdk.ObjectAllocationSample");

  private static final int ALLOCATION = 2;
  private static final String OTHER = "other";

  private record Area(String name, List<String> prefixes) {}

  private static final List<Area> AREAS =
      List.of(
          new Area("JSON", List.of("com.fasterxml.jackson.")),
          new Area("RocksDB", List.of("org.rocksdb.")),
          new Area("Kafka Streams", List.of("org.apache.kafka.streams.")),
          new Area("Kafka clients", List.of("org.apache.kafka.")),
          new Area("HTTP server", List.of("org.eclipse.jetty.", "io.javalin.", "jakarta.servlet.")),
          new Area("HTTP client", List.of("org.apache.hc.", "jdk.internal.net.http.")),
          new Area("HMAC", List.of("javax.crypto.", "com.sun.crypto.")),
          new Area("metrics and logs", List.of("io.micrometer.", "ch.qos.logback.", "org.slf4j.")),
          new Area("Peal: dispatch", List.of("peal.dialer.dispatch.", "peal.domain.dispatch.")),
          new Area("Peal: dialing", List.of("peal.dialer.")),
          new Area("Peal: projector", List.of("peal.projector.")),
          new Area("Peal: ingest, gateway", List.of("peal.ingest.", "peal.gateway.")),
          new Area("Peal: codecs, domain", List.of("peal.topics.", "peal.domain.")),
          new Area("Peal: service kit", List.of("peal.service.")));

  private SamplesByArea() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    Map<String, double[]> sums = new LinkedHashMap<>();
    AREAS.forEach(area -> sums.put(area.name(), new double[TYPES.size()]));
    sums.put(OTHER, new double[TYPES.size()]);
    double[] total = new double[TYPES.size()];
    // A thread's first sample has the weight of all that it allocated before the recording.
    Set<Long> threads = new HashSet<>();
    try (RecordingFile file = new RecordingFile(Path.of(arguments[0]))) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        int type = TYPES.indexOf(event.getEventType().getName());
        if (type >= 0 && !(type == ALLOCATION && threads.add(thread(event)))) {
          double amount = type == ALLOCATION ? event.getLong("weight") : 1;
          sums.get(area(event))[type] += amount;
          total[type] += amount;
        }
      }
    }
    int samples = total[0] > 0 ? 0 : 1;
    System.out.printf(
        "%.0f of %s, %.0f MiB allocated%n%n",
        total[samples], TYPES.get(samples), total[ALLOCATION] / (1 << 20));
    System.out.println("| area | samples % | allocation % |\n| --- | --- | --- |");
    sums.entrySet().stream()
        .sorted((a, b) -> Double.compare(b.getValue()[samples], a.getValue()[samples]))
        .forEach(sum ->
            System.out.printf(
                "| %s | %.1f | %.1f |%n",
                sum.getKey(),
                100 * sum.getValue()[samples] / total[samples],
                100 * sum.getValue()[ALLOCATION] / total[ALLOCATION]));
  }

  private static long thread(RecordedEvent event) {
    return event.getThread() == null ? -1 : event.getThread().getId();
  }

  private static String area(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return OTHER;
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      for (Area area : AREAS) {
        if (area.prefixes().stream().anyMatch(type::startsWith)) {
          return area.name();
        }
      }
    }
    return OTHER;
  }
}
