package peal.standalone.bench.compare;

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
import peal.standalone.bench.BenchReport;
import peal.standalone.bench.Machine;
import peal.standalone.engine.DataFolder;

/**
 * Peal, whole road, beside BullMQ on Redis and beside plain Kafka, in turn and in one run. It is
 * over in bounded time, whatever hangs: what did not fit in is said.
 */
public final class CompareBench {
  /** What the end may take: each side is told to, then killed. */
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(2);

  private final Path launcher;
  private final Options options;
  private final Consumer<String> say;

  /**
   * What a comparison is told.
   *
   * @param calls in each run of each side, from 1
   * @param runs of each side that count, from 1
   * @param limit after which it is over, above two minutes
   * @param sides names of the sides that take part, of {@link #sides}
   * @param install whether what is missing may be installed
   */
  public record Options(int calls, int runs, Duration limit, List<String> sides, boolean install) {}

  /**
   * A benchmark that has not run.
   *
   * @param launcher the script {@code peal}, beside which {@code benchmarks/} lies
   * @param say hears how far it is, a line at a time
   */
  public CompareBench(Path launcher, Options options, Consumer<String> say) {
    this.launcher = launcher;
    this.options = options;
    this.say = say;
  }

  /** Names of all sides. */
  public static List<String> sides() {
    return Goals.SIDES;
  }

  /** Runs it. */
  public BenchReport run() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    Machine machine = Machine.here();
    Path folder = Files.createTempDirectory("peal-bench-compare-");
    Deadline deadline = Deadline.in(options.limit().minus(ENDED_WITHIN));
    Comparison comparison =
        new Comparison(sides(folder), options.calls(), options.runs(), deadline, say);
    // Whoever stops this process early leaves none of the others behind.
    Thread end = new Thread(comparison::close, "end-of-sides");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      return report(begin, machine, options, comparison.run());
    } finally {
      comparison.close();
      DataFolder.delete(folder);
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private List<Side> sides(Path folder) {
    Path bullmq = launcher.resolveSibling("benchmarks").resolve("bullmq");
    Tools tools = new Tools(options.install(), System.getenv().getOrDefault("PATH", ""), say);
    PealSide instant = PealSide.instant(launcher, folder.resolve(Goals.PEAL_INSTANT));
    List<Side> all =
        List.of(
            instant,
            BullMqSide.noop(bullmq, folder.resolve(Goals.BULLMQ_NOOP), tools),
            new PlainKafkaSide(folder.resolve(Goals.KAFKA), instant::traffic),
            PealSide.http(launcher, folder.resolve(Goals.PEAL_HTTP)),
            BullMqSide.carrier(bullmq, folder.resolve(Goals.BULLMQ_CARRIER), tools));
    return all.stream().filter(side -> options.sides().contains(side.name())).toList();
  }

  /** The tables: every side has its row, also one that is missing, and every goal. */
  static BenchReport report(
      Instant begin, Machine machine, Options options, List<SideResult> measured) {
    Map<String, SideResult> results = new LinkedHashMap<>();
    for (String name : Goals.SIDES) {
      results.put(
          name,
          measured.stream()
              .filter(result -> result.name().equals(name))
              .findFirst()
              // Whoever asks for some sides leaves the others out, and sees it.
              .orElseGet(() -> new SideResult(name, List.of(), Map.of(), List.of())));
    }
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("sides", results.values().stream().map(SideResult::row).toList());
    tables.put("ratios", Goals.ALL.stream().map(goal -> goal.row(results)).toList());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("calls", options.calls());
    settings.put("runs", options.runs());
    settings.put("limit s", options.limit().toSeconds());
    results.values().stream()
        .filter(result -> !result.laps().isEmpty())
        .forEach(result -> settings.put(result.name(), result.settings()));
    List<String> broken = new ArrayList<>();
    results
        .values()
        .forEach(
            result -> result.faults().forEach(fault -> broken.add(result.name() + ": " + fault)));
    Map<String, List<Lap>> laps = new LinkedHashMap<>();
    results.values().forEach(result -> laps.put(result.name(), result.laps()));
    return new BenchReport(
        "compare", begin, machine, settings, tables, Map.of("laps", laps), broken);
  }
}
