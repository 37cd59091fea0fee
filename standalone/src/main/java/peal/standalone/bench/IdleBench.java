package peal.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import peal.service.kafka.KafkaClients;
import peal.standalone.engine.DataFolder;

/** What {@code peal up} costs that has nothing to do. */
public final class IdleBench {
  /** Of one core, all processes together. */
  static final double LIMIT = 0.02;

  private static final int CALLS_PER_SECOND = 100;

  private final Path launcher;
  private final Duration settle;
  private final Duration measured;
  private final Consumer<String> say;

  /**
   * What was seen.
   *
   * @param shares each process's part of one core, by its name
   * @param records by how many records its topics grew, those of transactions and groups included
   * @param logged by how many bytes its logs grew
   */
  record Seen(Map<String, Double> shares, long records, long logged) {}

  /**
   * A benchmark that has not run.
   *
   * @param launcher the script {@code peal}
   * @param settle how long it is left alone before
   * @param measured how long it is watched
   * @param say hears how far it is, a line at a time
   */
  public IdleBench(Path launcher, Duration settle, Duration measured, Consumer<String> say) {
    this.launcher = launcher;
    this.settle = settle;
    this.measured = measured;
    this.say = say;
  }

  /**
   * Starts everything and watches.
   *
   * @throws IllegalStateException when it does not start
   */
  public BenchReport run() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    Machine machine = Machine.here();
    Path folder = Files.createTempDirectory("peal-bench-idle-");
    try (RunningUp up = RunningUp.start(launcher, folder, CALLS_PER_SECOND);
        Admin admin = new KafkaClients(up.kafka()).admin("bench-idle")) {
      say.accept(
          "waiting for %d s, then watching for %d s".formatted(seconds(settle), seconds(measured)));
      Thread.sleep(settle);
      Map<String, Long> before = up.cpuNanosByName();
      long records = TopicSizes.records(admin);
      long logged = logged(folder);
      Thread.sleep(measured);
      Map<String, Double> shares = new LinkedHashMap<>();
      up.cpuNanosByName()
          .forEach((name, nanos) ->
              shares.put(
                  name, (nanos - before.getOrDefault(name, 0L)) / (double) measured.toNanos()));
      Seen seen = new Seen(shares, TopicSizes.records(admin) - records, logged(folder) - logged);
      return report(begin, machine, settings(), seen);
    } finally {
      DataFolder.delete(folder);
    }
  }

  private static long logged(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        // Kafka's messages lie in files of the same ending.
        bytes += log.getParent().endsWith("logs") ? Files.size(log) : 0;
      }
      return bytes;
    }
  }

  private static long seconds(Duration time) {
    return time.toSeconds();
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("left alone s", seconds(settle));
    settings.put("watched s", seconds(measured));
    settings.put("limit", LIMIT);
    return settings;
  }

  /** The table, and what does not hold. */
  static BenchReport report(
      Instant begin, Machine machine, Map<String, Object> settings, Seen seen) {
    List<Map<String, Object>> rows = new ArrayList<>();
    double all = seen.shares().values().stream().mapToDouble(Double::doubleValue).sum();
    seen.shares().forEach((name, share) -> rows.add(row(name, share)));
    Map<String, Object> sum = row("all", all);
    sum.put("records", seen.records());
    sum.put("logged bytes", seen.logged());
    rows.add(sum);
    List<String> broken = new ArrayList<>();
    if (all >= LIMIT) {
      broken.add(
          "idle takes %.1f %% of a core; below %.0f is the aim".formatted(100 * all, 100 * LIMIT));
    }
    if (seen.records() > 0) {
      broken.add("%d records were written though nobody did anything".formatted(seen.records()));
    }
    if (seen.logged() > 0) {
      broken.add("%d bytes were logged though nothing happened".formatted(seen.logged()));
    }
    return new BenchReport("idle", begin, machine, settings, rows, broken);
  }

  private static Map<String, Object> row(String name, double share) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("process", name);
    row.put("% of a core", Math.round(share * 10_000) / 100.0);
    return row;
  }
}
