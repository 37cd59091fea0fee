package peal.standalone.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import peal.broker.BundledBroker;
import peal.standalone.engine.DataFolder;

/**
 * Whether {@code peal up} is ready soon: measured against the bare bundled broker, which nothing
 * that needs Kafka can undercut, in turn with it, so that a slow moment of the machine meets both.
 */
public final class StartBench {
  /** How many times the broker's time a start may take. */
  static final double LIMIT = 2;

  private static final String READY = "Peal is ready";
  private static final int STOP_SECONDS = 60;

  private final Path launcher;
  private final int runs;
  private final Consumer<String> say;

  /**
   * A benchmark that has not run.
   *
   * @param launcher the script {@code peal}
   * @param runs how often everything is started, from 1
   * @param say hears how far it is, a line at a time
   */
  public StartBench(Path launcher, int runs, Consumer<String> say) {
    this.launcher = launcher;
    this.runs = runs;
    this.say = say;
  }

  /**
   * Starts and stops everything, {@code runs} times.
   *
   * @throws IllegalStateException when something does not start
   */
  public BenchReport run() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    Machine machine = Machine.here();
    List<StartTimes> times = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      say.accept("run " + run + " of " + runs);
      times.add(once());
    }
    return report(begin, machine, times);
  }

  private StartTimes once() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("peal-bench-start-");
    try {
      Path bare = folder.resolve("broker");
      Path whole = folder.resolve("up");
      return new StartTimes(broker(bare), up(whole), broker(bare), up(whole));
    } finally {
      DataFolder.delete(folder);
    }
  }

  private static double broker(Path folder) {
    long begin = System.nanoTime();
    try (BundledBroker broker = BundledBroker.start(folder)) {
      return seconds(begin);
    }
  }

  private double up(Path folder) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            launcher.toString(), "up", "--port=0", "--data=" + folder.toAbsolutePath());
    command.redirectError(folder.resolveSibling("up.err").toFile());
    long begin = System.nanoTime();
    Process up = command.start();
    try (BufferedReader out = up.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      if (line == null || !line.startsWith(READY)) {
        throw new IllegalStateException(
            "'peal up' did not start: " + Files.readString(folder.resolveSibling("up.err")));
      }
      return seconds(begin);
    } finally {
      stop(up);
    }
  }

  private static void stop(Process up) throws InterruptedException {
    up.destroy();
    if (!up.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      up.destroyForcibly();
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** The table: a row for each run, and the medians, by which it is judged. */
  static BenchReport report(Instant begin, Machine machine, List<StartTimes> times) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      rows.add(times.get(i).row(Integer.toString(i + 1)));
    }
    StartTimes median = StartTimes.median(times);
    rows.add(median.row("median"));
    List<String> broken = new ArrayList<>();
    judge("a first start", median.firstRatio(), broken);
    judge("a second start on the same folder", median.secondRatio(), broken);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("limit", LIMIT);
    settings.put("runs", times.size());
    return new BenchReport("start", begin, machine, settings, rows, broken);
  }

  private static void judge(String what, double ratio, List<String> broken) {
    if (ratio > LIMIT) {
      broken.add(
          "%s takes %.2f times as long as the broker alone; at most %.1f is the aim"
              .formatted(what, ratio, LIMIT));
    }
  }
}
